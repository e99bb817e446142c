'use strict'

const net = require('net')
const { told } = require('./trouble')

const HOST = '127.0.0.1'

// Replication of the store over TCP, as anybody would write it: the raw side of replicate piped to a socket.
class Network {
  constructor (store, tell) {
    this.store = store
    this.tell = tell
    this.server = null
    this.sockets = new Set()
    this.cut = new WeakSet()
    this.commands = {
      listen: (options) => this.listen(options),
      connect: (options) => this.connect(options),
      disconnect: () => this.disconnect(),
      connections: () => ({ connections: this.sockets.size })
    }
  }

  listen ({ port = 0 }) {
    this.server = net.createServer((socket) => this.replicate(socket, false))
    return new Promise((resolve, reject) => {
      this.server.once('error', reject)
      this.server.listen(port, HOST, () => resolve({ host: HOST, port: this.server.address().port }))
    })
  }

  connect ({ host = HOST, port }) {
    return new Promise((resolve, reject) => {
      const socket = net.connect(port, host)
      socket.once('error', reject)
      socket.once('connect', () => {
        socket.off('error', reject)
        this.replicate(socket, true)
        resolve({})
      })
    })
  }

  replicate (socket, initiator) {
    socket.setNoDelay(true)
    const stream = this.store().replicate(initiator)
    this.sockets.add(socket)
    let over = false
    let left = false
    const ended = (event, error) => {
      if (!over && !this.cut.has(socket)) this.tell(event, error ? told(error) : {})
      over = true
    }
    const failed = (error) => ended('stream-error', error)
    stream.on('error', failed)
    stream.noiseStream && stream.noiseStream !== stream && stream.noiseStream.on('error', failed)
    socket.on('error', failed)
    socket.on('end', () => { left = true })
    socket.on('close', () => { this.sockets.delete(socket); stream.destroy() })
    stream.on('close', () => { if (!left) ended('dropped'); socket.destroy() })
    socket.pipe(stream).pipe(socket)
  }

  async disconnect () {
    const closed = [...this.sockets].map((socket) => new Promise((resolve) => socket.once('close', resolve)))
    for (const socket of this.sockets) {
      this.cut.add(socket)
      socket.destroy()
    }
    await Promise.all(closed)
  }

  async close () {
    await this.disconnect()
    if (this.server) await new Promise((resolve) => this.server.close(resolve))
    this.server = null
  }
}

module.exports = { Network }
