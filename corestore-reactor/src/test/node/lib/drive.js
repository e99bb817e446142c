'use strict'

// A Hyperdrive and a Hyperbee of the store, where the set has them. Contents are in hex.
class Drives {
  constructor (peer, load) {
    this.peer = peer
    this.load = load
    this.drives = new Map()
    this.bees = new Map()
    const own = ['driveWrite', 'driveRead', 'beeWrite', 'beeRead']
    this.commands = Object.fromEntries(own.map((name) => [name, (options) => this[name](options)]))
  }

  async drive (key) {
    const id = key || 'own'
    if (!this.drives.has(id)) {
      const Hyperdrive = this.load('hyperdrive')
      this.drives.set(id, new Hyperdrive(this.peer.opened(), key && Buffer.from(key, 'hex')))
    }
    const drive = this.drives.get(id)
    await drive.ready()
    return drive
  }

  // Puts `files`, by path, deletes those of `without`, and tells what its two cores are.
  async driveWrite ({ files, without = [] }) {
    const drive = await this.drive()
    for (const [path, content] of Object.entries(files)) await drive.put(path, Buffer.from(content, 'hex'))
    for (const path of without) await drive.del(path)
    const blobs = await drive.getBlobs()
    return { database: told(drive.core), blobs: told(blobs.core) }
  }

  // All files, once the drive's version is this one.
  async driveRead ({ key, version }) {
    const drive = await this.drive(key)
    await reached(drive.core, version)
    const files = {}
    for await (const { key: path } of drive.list('/')) files[path] = (await drive.get(path)).toString('hex')
    return { files }
  }

  async bee (target) {
    const core = await this.peer.core(target)
    const id = core.key.toString('hex')
    if (!this.bees.has(id)) {
      const Hyperbee = this.load('hyperbee')
      this.bees.set(id, new Hyperbee(core, { keyEncoding: 'utf-8', valueEncoding: 'utf-8' }))
    }
    const bee = this.bees.get(id)
    await bee.ready()
    return bee
  }

  async beeWrite ({ entries, without = [], ...target }) {
    const bee = await this.bee(target)
    const batch = bee.batch()
    for (const [key, value] of Object.entries(entries)) await batch.put(key, value)
    await batch.flush()
    for (const key of without) await bee.del(key)
    return told(bee.core)
  }

  // All entries, in the order of the tree, once its version is this one.
  async beeRead ({ version, ...target }) {
    const bee = await this.bee(target)
    await reached(bee.core, version)
    const entries = []
    for await (const { key, value } of bee.createReadStream()) entries.push([key, value])
    return { entries }
  }
}

const told = (core) => ({ key: core.key.toString('hex'), length: core.length })

async function reached (core, length) {
  while (core.length < length) await new Promise((resolve) => core.once('append', resolve))
}

module.exports = { Drives }
