'use strict'

const path = require('path')
const { createRequire } = require('module')
const { madeBlocks, fromHex, Digest } = require('./blocks')
const { Network } = require('./network')
const { Bench } = require('./bench')
const { Features, revive } = require('./features')
const { Sequences } = require('./sequence')
const { Drives } = require('./drive')
const { tellTrouble } = require('./trouble')

// One store and its network. `commands` is what the driver may ask for; a core is told by `key` (hex or z-base-32) or by
// `name` and `namespaces` (outermost first), with `options` handed to get as they are.
class Peer {
  constructor (set, tell) {
    const load = createRequire(path.join(__dirname, '..', set, 'package.json'))
    this.Corestore = load('corestore')
    this.Hypercore = load('hypercore')
    this.versions = { corestore: load('corestore/package.json').version, hypercore: load('hypercore/package.json').version }
    tellTrouble(load, tell)
    this.store = null
    this.cores = new Map()
    this.timers = new Map()
    this.network = new Network(() => this.opened(), tell)
    const others = [this.network, new Bench(this), new Features(this, load), new Sequences(load), new Drives(this, load)]
    this.commands = Object.assign(this.ownCommands(), ...others.map((other) => other.commands))
  }

  ownCommands () {
    const own = ['open', 'create', 'append', 'truncate', 'clear', 'info', 'has', 'read', 'digest', 'list', 'download',
      'downloadAll', 'setActive', 'awaitPeers', 'awaitManifest', 'seek', 'greet', 'waitLength', 'appendEvery', 'stopAppending', 'release', 'close']
    return Object.fromEntries(own.map((name) => [name, (options) => this[name](options)]))
  }

  opened () {
    if (!this.store) throw new Error('no store is open')
    return this.store
  }

  async open ({ folder, options = {} }) {
    const store = new this.Corestore(folder, options)
    await store.ready()
    this.store = store
    const primaryKey = store.primaryKey || (store.storage && store.storage.seed)
    return primaryKey ? { primaryKey: Buffer.from(primaryKey).toString('hex') } : {}
  }

  // The session of a core, opened once and kept until it is released.
  async core ({ key, name, namespaces = [], options = {} }) {
    const id = JSON.stringify([key, name, namespaces, options])
    if (!this.cores.has(id)) this.cores.set(id, this.session({ key, name, namespaces, options }))
    try {
      const core = await this.cores.get(id)
      await core.ready()
      return core
    } catch (error) {
      this.cores.delete(id)
      throw error
    }
  }

  async session ({ key, name, namespaces, options }) {
    const store = namespaces.reduce((outer, inner) => outer.namespace(inner), this.opened())
    const target = key ? { key: Buffer.from(key, 'hex') } : name ? { name } : {}
    const core = store.get({ ...target, ...revive(options) })
    await core.ready()
    return core
  }

  async create (target) {
    return this.info(target)
  }

  async append ({ blocks, made, batch, ...target }) {
    const core = await this.core(target)
    const all = blocks ? fromHex(blocks) : madeBlocks(made)
    for (let i = 0; i < all.length; i += batch || all.length) await core.append(all.slice(i, i + (batch || all.length)))
    return this.info(target)
  }

  async truncate ({ length, fork, ...target }) {
    const core = await this.core(target)
    await core.truncate(length, fork)
    return this.info(target)
  }

  async clear ({ start, end, ...target }) {
    const core = await this.core(target)
    await core.clear(start, end)
    return this.info(target)
  }

  async info (target) {
    const core = await this.core(target)
    return {
      key: core.key.toString('hex'),
      discoveryKey: core.discoveryKey.toString('hex'),
      length: core.length,
      byteLength: core.byteLength,
      fork: core.fork,
      contiguousLength: core.contiguousLength,
      writable: core.writable,
      treeHash: (await this.treeHash(core)).toString('hex'),
      peers: core.peers.length
    }
  }

  // What is stored here; hypercore 11's own treeHash would fetch a block.
  treeHash (core) {
    return this.Hypercore.treeHashFromStorage ? this.Hypercore.treeHashFromStorage(core) : core.treeHash()
  }

  async has ({ start, end, ...target }) {
    const core = await this.core(target)
    return { has: await core.has(start, end) }
  }

  async read ({ start = 0, end, timeout = 20000, ...target }) {
    const core = await this.core(target)
    const blocks = []
    for (let i = start; i < (end ?? core.length); i++) blocks.push((await core.get(i, { timeout })).toString('hex'))
    return { blocks }
  }

  async digest ({ start = 0, end, timeout = 20000, ...target }) {
    const core = await this.core(target)
    const digest = new Digest()
    for (let i = start; i < (end ?? core.length); i++) digest.add(await core.get(i, { timeout }))
    return { digest: digest.end() }
  }

  // The discovery keys that corestore 7 knows of.
  async list () {
    const discoveryKeys = []
    for await (const discoveryKey of this.opened().list()) discoveryKeys.push(discoveryKey.toString('hex'))
    return { discoveryKeys }
  }

  async download ({ start = 0, end, ...target }) {
    const core = await this.core(target)
    await core.download({ start, end: end ?? core.length }).done()
    return this.info(target)
  }

  // Fetches all blocks, those too that are to come.
  async downloadAll (target) {
    const core = await this.core(target)
    core.download({ start: 0, end: -1 })
    return {}
  }

  async awaitPeers ({ count, ...target }) {
    const core = await this.core(target)
    await new Promise((resolve) => {
      const look = () => {
        if (core.peers.length !== count) return
        core.off('peer-add', look)
        core.off('peer-remove', look)
        resolve()
      }
      core.on('peer-add', look)
      core.on('peer-remove', look)
      look()
    })
  }

  async awaitManifest (target) {
    const core = await this.core(target)
    while (!core.manifest) await new Promise((resolve) => core.once('manifest', resolve))
    return { signers: core.manifest.signers.map((signer) => signer.publicKey.toString('hex')) }
  }

  async setActive ({ active, ...target }) {
    const core = await this.core(target)
    core.setActive(active)
  }

  async seek ({ bytes, timeout = 20000, ...target }) {
    const core = await this.core(target)
    const [block, offset] = await core.seek(bytes, { timeout })
    return { block, offset }
  }

  // Answers every message of the extension `name` with the same in capitals.
  async greet ({ extension: name, ...target }) {
    const core = await this.core(target)
    const extension = core.registerExtension(name, {
      encoding: 'utf-8',
      onmessage: (message, from) => extension.send(message.toUpperCase(), from)
    })
    return {}
  }

  // A fresh reader of a truncated core takes it over in a reorg, which hypercore 11 tells as a truncation.
  async waitLength ({ length, fork = 0, ...target }) {
    const core = await this.core(target)
    await new Promise((resolve) => {
      const look = () => {
        if (core.fork < fork || core.length < length) return
        core.off('append', look)
        core.off('truncate', look)
        resolve()
      }
      core.on('append', look)
      core.on('truncate', look)
      look()
    })
    return this.info(target)
  }

  // Appends one made-up block every `every` ms until stopped; the n-th has index n of the core.
  async appendEvery ({ every, seed = 'tick', size = 20, ...target }) {
    const core = await this.core(target)
    const id = core.key.toString('hex')
    let last = Promise.resolve()
    const tick = () => { last = last.then(() => core.append(madeBlocks({ seed, first: core.length, count: 1, size }))) }
    this.timers.set(id, { timer: setInterval(tick, every), ended: () => last })
    return {}
  }

  async stopAppending (target) {
    const core = await this.core(target)
    const id = core.key.toString('hex')
    const running = this.timers.get(id)
    if (!running) throw new Error('nothing is appended to ' + id)
    this.timers.delete(id)
    clearInterval(running.timer)
    await running.ended()
    return this.info(target)
  }

  async release (target) {
    const core = await this.core(target)
    this.cores.delete(JSON.stringify([target.key, target.name, target.namespaces || [], target.options || {}]))
    await core.close()
  }

  async close () {
    for (const { timer } of this.timers.values()) clearInterval(timer)
    this.timers.clear()
    await this.network.close()
    const store = this.store
    this.store = null
    this.cores.clear()
    if (store) await store.close()
  }
}

module.exports = { Peer }
