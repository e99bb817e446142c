package io.corestore.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every Java snippet of the README is a region of a source file that is compiled, and run by a test. */
class ReadmeTest {
    private static final Path EXAMPLES = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern SNIPPET =
            Pattern.compile("(?:<!-- snippet: ([\\w.]+)#(\\w+) -->\\R)?```java\\R(.*?)```", Pattern.DOTALL);

    @Test
    void everySnippetStandsInCompiledSources() throws IOException {
        String readme = Files.readString(EXAMPLES.resolveSibling("README.md"));
        List<String> seen = new ArrayList<>();
        Matcher snippet = SNIPPET.matcher(readme);
        while (snippet.find()) {
            assertThat(snippet.group(1)).as("a java snippet names its source").isNotNull();
            assertThat(snippet.group(3).strip())
                    .as("README shows %s#%s", snippet.group(1), snippet.group(2))
                    .isEqualTo(region(snippet.group(1), snippet.group(2)));
            seen.add(snippet.group(2));
        }
        assertThat(seen)
                .containsExactly(
                        "quickstart",
                        "stepverifier",
                        "replication",
                        "dial",
                        "websocket",
                        "controller",
                        "names",
                        "sessions",
                        "inventory",
                        "log",
                        "encryption",
                        "signers",
                        "typed",
                        "sealed",
                        "backup",
                        "space");
    }

    @Test
    void everyTestThatIsNamedExists() throws IOException {
        Path root = EXAMPLES.resolveSibling("README.md").toAbsolutePath().getParent();
        Set<String> sources;
        try (Stream<Path> all = Files.walk(root)) {
            sources = all.filter(path -> !path.toString().contains("node_modules"))
                    .map(path -> path.getFileName().toString())
                    .collect(Collectors.toSet());
        }
        Matcher named = Pattern.compile("`([A-Z]\\w*(?:Test|IT|Contract))`")
                .matcher(Files.readString(root.resolve("README.md")));
        List<String> missing = named.results()
                .map(found -> found.group(1) + ".java")
                .filter(file -> !sources.contains(file))
                .toList();
        assertThat(missing).isEmpty();
    }

    private static String region(String file, String tag) throws IOException {
        String source = Files.readString(find(file));
        Matcher region = Pattern.compile(
                        "// tag::" + tag + "\\[]\\R(.*?)[ \\t]*// end::" + tag + "\\[]", Pattern.DOTALL)
                .matcher(source);
        assertThat(region.find()).as("%s has a region %s", file, tag).isTrue();
        return region.group(1).stripTrailing().stripIndent().strip();
    }

    private static Path find(String file) throws IOException {
        try (Stream<Path> all = Files.walk(EXAMPLES)) {
            List<Path> found = all.filter(path -> path.endsWith(file))
                    .filter(path -> !path.toString().contains("target"))
                    .toList();
            assertThat(found).as("one source file %s", file).hasSize(1);
            return found.get(0);
        }
    }
}
