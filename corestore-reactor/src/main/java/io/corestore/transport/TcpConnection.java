package io.corestore.transport;

/** A connection that was dialled over TCP. */
public interface TcpConnection extends PeerConnection {}
