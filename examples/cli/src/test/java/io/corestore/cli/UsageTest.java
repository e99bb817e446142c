package io.corestore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsageTest {
    private static final String KEY = "a".repeat(64);

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "unknown",
                "append",
                "append STORE",
                "append STORE name --block-size 10",
                "append STORE name --file f --block-size 0",
                "append STORE name --file f --block-size x",
                "append STORE name extra",
                "cat STORE",
                "cat STORE name --from 3 --to 2",
                "cat STORE name --from -1",
                "cat STORE KEY --namespace n",
                "info STORE KEY --namespace n",
                "ls",
                "serve STORE --port 65536",
                "serve STORE --port -1",
                "pull STORE KEY",
                "pull STORE name --peer localhost:1",
                "pull STORE KEY --peer localhost",
                "pull STORE KEY --peer localhost:0",
                "pull STORE KEY --peer localhost:99999",
                "demo one two"
            })
    void wrongUsageIsOneLineAndStatus2(String line) {
        InProcess run = InProcess.run(arguments(line));
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).startsWith("corestore: ").endsWith("--help)\n");
        assertThat(run.err().lines()).hasSize(1);
        assertThat(run.out()).isEmpty();
        assertThat(folder.resolve("store")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cat STORE name",
                "info STORE KEY",
                "ls STORE",
                "serve STORE",
                "demo STORE",
                "append STORE name --file STORE"
            })
    void aStoreOrFileThatIsNotThereIsOneLineAndStatus1(String line) {
        InProcess run = InProcess.run(arguments(line));
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err().lines()).hasSize(1);
        assertThat(run.out()).isEmpty();
        assertThat(folder.resolve("store")).doesNotExist();
    }

    @Test
    void everyCommandHasHelp() {
        for (String command : List.of("append", "cat", "info", "ls", "serve", "pull", "demo")) {
            InProcess run = InProcess.run(command, "--help");
            assertThat(run.status()).isZero();
            assertThat(run.out() + run.err()).doesNotContain("corestore: ");
        }
    }

    private String[] arguments(String line) {
        return line.isEmpty()
                ? new String[0]
                : line.replace("STORE", folder.resolve("store").toString())
                        .replace("KEY", KEY)
                        .split(" ");
    }
}
