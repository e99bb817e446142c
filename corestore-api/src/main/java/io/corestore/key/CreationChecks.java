package io.corestore.key;

/** What a manifest must fulfil to make a core of it, beyond what is read from a peer (spec page 11, section 3). */
final class CreationChecks {
    private static final int VERSION_OF_FREE_FIELDS = 2;

    private final Manifest manifest;

    private CreationChecks(Manifest manifest) {
        this.manifest = manifest;
    }

    static void require(Manifest manifest) {
        CreationChecks checks = new CreationChecks(manifest);
        checks.requireQuorum();
        checks.requirePrologue();
        checks.requireFields();
    }

    private void requireQuorum() {
        int quorum = manifest.quorum();
        int signers = manifest.signers().size();
        require(quorum >= 0, "a quorum of " + quorum + " is negative: ask for 1 signature at least");
        require(
                quorum <= signers,
                "a quorum of " + quorum + " cannot be reached by " + signers + " signers: name more or lower it");
        require(
                quorum > 0 || manifest.prologue() != null,
                "nobody could ever sign this core: name signers and a quorum, or the prologue that is all of it");
    }

    private void requirePrologue() {
        Manifest.Prologue prologue = manifest.prologue();
        require(prologue == null || prologue.length() >= 0, "the length of a prologue is 0 or more blocks");
    }

    private void requireFields() {
        boolean plain = manifest.linked().isEmpty() && manifest.userData() == null;
        require(
                plain || manifest.version() >= VERSION_OF_FREE_FIELDS,
                "linked cores and user data need a manifest of version 2, not " + manifest.version());
    }

    private static void require(boolean fulfilled, String otherwise) {
        if (!fulfilled) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
