package io.corestore.replication;

/** Whether data of peers is taken in now. Asked and told in the loop; must not block or throw. */
public interface Intake {
    /** Takes everything. */
    Intake OPEN = () -> true;

    /** False as long as nothing is to be asked of peers, and what they send is to be dropped. */
    boolean isOpen();

    /** Data of a peer goes to its log. */
    default void taken(long bytes) {}

    /** Data of a peer could not be stored. */
    default void failed() {}
}
