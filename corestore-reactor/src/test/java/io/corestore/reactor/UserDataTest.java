package io.corestore.reactor;

import static io.corestore.reactor.Blocks.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corestore.Core;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

/** Values kept with a core. */
class UserDataTest extends StoreTest {
    @Test
    void valuesAreKeptReplacedAndDeleted() {
        Core core = store.get("log").block(SOON);
        core.userData("a").as(StepVerifier::create).verifyComplete();
        core.setUserData("a", utf8("1")).then(core.setUserData("b", utf8("2"))).block(SOON);
        core.setUserData("a", utf8("3")).block(SOON);
        close();
        open();
        Core again = store.get("log").block(SOON);
        assertThat(again.userData("a").block(SOON)).isEqualTo(utf8("3"));
        again.setUserData("b", utf8("")).block(SOON);
        again.userData("b").as(StepVerifier::create).verifyComplete();
    }

    @Test
    void nameOfACoreCannotBeOverwritten() {
        Core core = store.get("log").block(SOON);
        assertThat(core.userData("corestore/name").block(SOON)).isEqualTo(utf8("log"));
        assertThatThrownBy(() -> core.setUserData("corestore/name", utf8("x")))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
