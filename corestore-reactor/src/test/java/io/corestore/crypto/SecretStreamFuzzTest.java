package io.corestore.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.corestore.error.ProtocolException;
import io.corestore.storage.test.Cost;
import java.security.SecureRandom;
import java.util.Arrays;

/** A stream opens what was sealed for it and nothing else, and goes on after what it refused. */
final class SecretStreamFuzzTest {
    private static final int MOST = 5_000_000;
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final byte[] HEADER = new byte[SecretStream.HEADER_BYTES];

    @FuzzTest(maxExecutions = MOST, maxDuration = "18m")
    void onlyWhatWasSealedIsOpened(byte[] input) {
        Cost.check(input.length, () -> {
            byte[] key = new byte[32];
            RANDOM.nextBytes(key); // the fuzzer sees what is compared: with one key it would learn what authenticates
            SecretStream receiver = SecretStream.of(key, HEADER);
            byte[] sealed = sealed(key, input);
            if (!Arrays.equals(input, sealed)) {
                assertThat(opens(receiver, input.clone())).isFalse();
            }
            byte[] opened = sealed.clone();
            assertThat(opens(receiver, opened)).isTrue();
            assertThat(Arrays.copyOfRange(opened, 1, 1 + input.length)).isEqualTo(input);
        });
    }

    private static byte[] sealed(byte[] key, byte[] plain) {
        byte[] buffer = new byte[plain.length + SecretStream.OVERHEAD];
        System.arraycopy(plain, 0, buffer, 1, plain.length);
        SecretStream.of(key, HEADER).push(buffer, 0, plain.length);
        return buffer;
    }

    private static boolean opens(SecretStream stream, byte[] bytes) {
        try {
            stream.pull(bytes, 0, bytes.length);
            return true;
        } catch (ProtocolException refused) {
            return false;
        }
    }
}
