'use strict'

const { madeBlock, madeBlocks, Digest } = require('./blocks')

// Many cores of one folder at a time: each is read, changed, and read again. The folder is opened and closed for it.
class Sequences {
  constructor (load) {
    this.Corestore = load('corestore')
    this.crypto = load('hypercore-crypto')
    this.commands = {
      sequences: (options) => this.sequences(options),
      folders: (options) => this.folders(options)
    }
  }

  async sequences ({ folder, cores }) {
    const store = new this.Corestore(folder)
    await store.ready()
    try {
      return { cores: await Promise.all(cores.map((sequence) => this.sequence(store, sequence))) }
    } finally {
      await store.close()
    }
  }

  async folders ({ folders }) {
    const answers = []
    for (const each of folders) answers.push(await this.sequences(each).catch((error) => ({ error: String(error.stack || error) })))
    return { folders: answers }
  }

  // `before` and `after` are reports; `error` says what failed.
  async sequence (store, { key, name, namespaces = [], compat = true, manifestVersion = 0, changes = [] }) {
    const place = namespaces.reduce((outer, inner) => outer.namespace(inner), store).session({ compat, manifestVersion })
    const open = async () => {
      const core = key ? store.get({ key: Buffer.from(key, 'hex'), createIfMissing: false }) : place.get({ name })
      await core.ready()
      return core
    }
    let at = 'opening'
    try {
      let core = await open()
      const before = await this.report(core)
      for (const change of changes) {
        at = JSON.stringify(change)
        if (change.kind === 'REOPEN') {
          await core.close()
          core = await open()
        } else {
          await this.make(core, change)
        }
      }
      at = 'the end'
      const after = changes.length ? await this.report(core) : before
      await core.close()
      return { before, after }
    } catch (error) {
      return { error: at + ': ' + (error.stack || error) }
    }
  }

  // The same changes as in Java's class Change.
  async make (core, { id, core: name, kind, from, to }) {
    const seed = name + '/' + id
    switch (kind) {
      case 'APPEND': {
        const blocks = Array.from({ length: from }, (_, i) => madeBlock(seed, i, (id * 31 + i * 17) % (to + 1)))
        return core.append(blocks)
      }
      case 'TRUNCATE': return core.truncate(from)
      case 'CLEAR': return core.clear(from, to)
      case 'DATUM': return core.setUserData('datum-' + from, to === 0 ? null : madeBlocks({ seed, count: 1, size: to })[0])
      default: throw new Error('unknown change: ' + kind)
    }
  }

  async report (core) {
    const digest = new Digest()
    let present = ''
    for (let i = 0; i < core.length; i++) {
      const here = core.core.bitfield.get(i)
      present += here ? '1' : '0'
      if (here) digest.add(await core.get(i, { wait: false }))
    }
    const data = {}
    for (const { key, value } of core.core.header.userData) {
      if (key.startsWith('datum-')) data[key] = value.toString('hex')
    }
    return {
      length: core.length,
      byteLength: core.byteLength,
      fork: core.fork,
      treeHash: (await core.treeHash()).toString('hex'),
      present,
      digest: digest.end(),
      data
    }
  }
}

module.exports = { Sequences }
