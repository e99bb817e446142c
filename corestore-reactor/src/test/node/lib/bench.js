'use strict'

const { madeBlocks } = require('./blocks')

const BATCH = 1000

// Rates as a user of this process sees them: each run is preceded by a smaller one of the same kind.
class Bench {
  constructor (peer) {
    this.peer = peer
    this.commands = {
      benchAppend: (options) => this.append(options),
      benchFill: (options) => this.fill(options),
      benchRead: (options) => this.read(options),
      benchPull: (options) => this.pull(options)
    }
  }

  async append ({ name, count, size, warmUp }) {
    await this.appendAtOnce(name + '-warm-up', warmUp, size)
    return { millis: await this.appendAtOnce(name, count, size), count }
  }

  async appendAtOnce (name, count, size) {
    const core = await this.peer.core({ name })
    const blocks = madeBlocks({ count, size })
    return timed(() => Promise.all(blocks.map((block) => core.append(block))))
  }

  async fill ({ count, size, ...target }) {
    const core = await this.peer.core(target)
    for (let first = 0; first < count; first += BATCH) {
      await core.append(madeBlocks({ first, count: Math.min(BATCH, count - first), size }))
    }
    return this.peer.info(target)
  }

  async read ({ name, warmUp }) {
    const core = await this.peer.core({ name })
    await drain(core, Math.min(warmUp, core.length))
    const millis = await timed(() => drain(core, core.length))
    return { millis, count: core.length }
  }

  // Pulls the core `warmUpKey` first, then, timed, the core `key`.
  async pull ({ key, warmUpKey, count, warmUp }) {
    await this.pullOne(warmUpKey, warmUp)
    return { millis: await timed(() => this.pullOne(key, count)), count }
  }

  async pullOne (key, count) {
    const core = await this.peer.core({ key })
    await core.download({ start: 0, end: count }).done()
  }
}

async function drain (core, end) {
  let bytes = 0
  for await (const block of core.createReadStream({ start: 0, end })) bytes += block.byteLength
  return bytes
}

async function timed (work) {
  const start = process.hrtime.bigint()
  await work()
  return Number(process.hrtime.bigint() - start) / 1e6
}

module.exports = { Bench }
