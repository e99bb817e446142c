package io.corestore;

/**
 * How far a download is.
 *
 * @param done blocks of the range that are stored here
 * @param total blocks of the range
 * @param fetchedBlocks blocks that arrived since the download started
 * @param fetchedBytes their bytes
 */
public record DownloadProgress(long done, long total, long fetchedBlocks, long fetchedBytes) {}
