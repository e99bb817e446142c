package io.corestore.storage.format;

/** What a header slot holds: a header, or where in the header file it is. */
public sealed interface HeaderContent permits Header, HeaderPosition {}
