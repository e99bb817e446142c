'use strict'

const { fromHex } = require('./blocks')

// What a core can do beside append and read. `load` is the require of the pinned set.
class Features {
  constructor (peer, load) {
    this.peer = peer
    this.load = load
    this.reads = null
    const own = ['setUserData', 'userData', 'purge', 'appendSigned', 'startReads', 'giveUpReads']
    this.commands = Object.fromEntries(own.map((name) => [name, (options) => this[name](options)]))
  }

  async setUserData ({ field, value, ...target }) {
    const core = await this.peer.core(target)
    await core.setUserData(field, Buffer.from(value, 'hex'))
  }

  async userData ({ field, ...target }) {
    const core = await this.peer.core(target)
    const value = await core.getUserData(field)
    return { value: value && value.toString('hex') }
  }

  async purge (target) {
    const core = await this.peer.core(target)
    await core.purge()
  }

  // Asks for blocks in a session of its own, one session at a time, and does not wait for them.
  async startReads ({ start, end, ...target }) {
    const core = await this.peer.core(target)
    const session = core.session()
    await session.ready()
    const blocks = []
    for (let i = start; i < end; i++) blocks.push(session.get(i))
    this.reads = { session, ended: Promise.allSettled(blocks) }
  }

  async giveUpReads () {
    const { session, ended } = this.reads
    await session.close()
    await ended
  }

  // Appends under the signatures of several: `seeds` are those of the signers, by their position in the manifest.
  async appendSigned ({ blocks, seeds, ...target }) {
    const crypto = this.load('hypercore-crypto')
    const multisig = this.load('hypercore/lib/multisig')
    const core = await this.peer.core(target)
    const batch = core.core.tree.batch()
    const all = fromHex(blocks)
    for (const block of all) batch.append(block)
    const proofs = Object.entries(seeds).map(([position, seed]) => {
      const signer = Number(position)
      const { secretKey } = crypto.keyPair(Buffer.from(seed, 'hex'))
      const message = batch.signable(core.core.verifier.signers[signer]._ctx())
      return { signer, signature: crypto.sign(message, secretKey), patch: 0, nodes: null }
    })
    await core.append(all, { signature: multisig.assemble(proofs) })
    return this.peer.info(target)
  }
}

// Options as they come in JSON, with bytes in hex.
function revive ({ encryptionKey, manifest, keyPair, ...options }) {
  if (encryptionKey) options.encryptionKey = Buffer.from(encryptionKey, 'hex')
  if (manifest) {
    const signers = manifest.signers.map((key) => ({ publicKey: Buffer.from(key, 'hex') }))
    options.manifest = { ...manifest, signers }
  }
  if (keyPair) {
    options.keyPair = { publicKey: Buffer.from(keyPair.publicKey, 'hex'), secretKey: Buffer.from(keyPair.secretKey, 'hex') }
  }
  return options
}

module.exports = { Features, revive }
