package io.corestore.storage.io;

import java.io.EOFException;
import java.nio.ByteBuffer;
import java.util.TreeMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** A file in memory, made of pages, so that gaps cost nothing. Closing keeps the content. */
public final class MemoryFile implements RandomAccess {
    private static final int PAGE = 16 * 1024;
    private final TreeMap<Long, byte[]> pages = new TreeMap<>();
    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private long size;

    @Override
    public void read(long position, ByteBuffer target) throws EOFException {
        lock.readLock().lock();
        try {
            if (position + target.remaining() > size) {
                throw new EOFException("ends at " + size);
            }
            copyOut(position, target);
        } finally {
            lock.readLock().unlock();
        }
    }

    @Override
    public void readUpTo(long position, ByteBuffer target) {
        lock.readLock().lock();
        try {
            int there = (int) Math.max(0, Math.min(size - position, target.remaining()));
            copyOut(position, target.slice(target.position(), there));
            target.position(target.position() + there);
        } finally {
            lock.readLock().unlock();
        }
    }

    @Override
    public void write(long position, ByteBuffer source) {
        lock.writeLock().lock();
        try {
            long at = position;
            while (source.hasRemaining()) {
                byte[] page = pages.computeIfAbsent(at / PAGE, number -> new byte[PAGE]);
                int offset = (int) (at % PAGE);
                int count = Math.min(PAGE - offset, source.remaining());
                source.get(page, offset, count);
                at += count;
            }
            size = Math.max(size, at);
        } finally {
            lock.writeLock().unlock();
        }
    }

    @Override
    public void sync() {}

    @Override
    public void truncate(long newSize) {
        lock.writeLock().lock();
        try {
            if (newSize < size) {
                blank(newSize, size);
            }
            size = newSize;
        } finally {
            lock.writeLock().unlock();
        }
    }

    @Override
    public long size() {
        lock.readLock().lock();
        try {
            return size;
        } finally {
            lock.readLock().unlock();
        }
    }

    @Override
    public void discard(long start, long end) {
        lock.writeLock().lock();
        try {
            blank(start, Math.min(end, size));
        } finally {
            lock.writeLock().unlock();
        }
    }

    @Override
    public void close() {}

    private void copyOut(long position, ByteBuffer target) {
        long at = position;
        while (target.hasRemaining()) {
            byte[] page = pages.get(at / PAGE);
            int offset = (int) (at % PAGE);
            int count = Math.min(PAGE - offset, target.remaining());
            target.put(page == null ? new byte[count] : page, page == null ? 0 : offset, count);
            at += count;
        }
    }

    private void blank(long start, long end) {
        if (start >= end) {
            return;
        }
        long firstWhole = (start + PAGE - 1) / PAGE;
        pages.subMap(firstWhole, Math.max(firstWhole, end / PAGE)).clear();
        blankWithin(start, Math.min(end, firstWhole * PAGE));
        blankWithin(Math.max(start, end / PAGE * PAGE), end);
    }

    private void blankWithin(long start, long end) {
        byte[] page = start < end ? pages.get(start / PAGE) : null;
        if (page != null) {
            int from = (int) (start % PAGE);
            java.util.Arrays.fill(page, from, from + (int) (end - start), (byte) 0);
        }
    }
}
