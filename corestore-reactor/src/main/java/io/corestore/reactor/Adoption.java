package io.corestore.reactor;

import io.corestore.core.Log;
import io.corestore.error.CoreConflictException;
import io.corestore.key.Hash;
import io.corestore.key.KeyPair;
import io.corestore.key.Manifest;
import io.corestore.message.Message;
import io.corestore.spi.UserData;
import reactor.core.publisher.Mono;

/** What an open core takes over from the options that it is opened with: a manifest, a name, a group, user data. */
final class Adoption {
    private final Log log;
    private final Resolved resolved;

    private Adoption(Log log, Resolved resolved) {
        this.log = log;
        this.resolved = resolved;
    }

    /**
     * Nothing is written if the core knows it all.
     *
     * <p>Errors: {@link CoreConflictException} if it knows something else.
     */
    static Mono<Void> of(Log log, Resolved resolved, boolean readOnly) {
        return Mono.defer(() -> {
            Adoption adoption = new Adoption(log, resolved);
            adoption.requireSameKey();
            adoption.requireSameGroup();
            Mono<Void> known =
                    readOnly ? Mono.empty() : adoption.learnManifest().then(adoption.keepUserData());
            return known.then(Mono.fromRunnable(adoption::requireSigner));
        });
    }

    private void requireSameKey() {
        if (!log.key().equals(resolved.key())) {
            throw new CoreConflictException("another core is stored at " + log.discoveryKey());
        }
    }

    private void requireSameGroup() {
        Hash wanted = OwnUserData.hash(resolved.userData(), UserData.GROUP);
        Hash known = OwnUserData.hash(log.userData(), UserData.GROUP);
        if (wanted != null && known != null && !wanted.equals(known)) {
            throw new CoreConflictException("core " + log.discoveryKey() + " is tied to the group " + known);
        }
    }

    /** A pair derived from a name may be none of the signers of a manifest given with it; one that was given must be. */
    private void requireSigner() {
        KeyPair keyPair = resolved.keyPair();
        boolean derived = resolved.userData().containsKey(UserData.NAME);
        if (keyPair != null && !derived && !SigningRights.isSigner(log, keyPair)) {
            throw new CoreConflictException("the key pair given is no signer of core " + log.key());
        }
    }

    /** A core that was known by key alone and not written yet. */
    private Mono<Void> learnManifest() {
        Manifest manifest = resolved.manifest();
        if (manifest == null || log.state().manifest() != null) {
            return Mono.empty();
        }
        return log.ingest(new Message.Data(0, 0, log.state().fork(), null, null, null, null, manifest))
                .then();
    }

    /** A core first known by key keeps its name once it is opened by name. */
    private Mono<Void> keepUserData() {
        boolean known = resolved.userData().entrySet().stream()
                .allMatch(wanted -> log.userData()
                        .getOrDefault(wanted.getKey(), UserData.NOTHING)
                        .equals(wanted.getValue()));
        return known ? Mono.empty() : log.setUserData(resolved.userData());
    }
}
