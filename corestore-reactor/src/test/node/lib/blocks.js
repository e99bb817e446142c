'use strict'

const { createHash } = require('crypto')

// Block `index` of the made-up data: "<seed>-<index>|" over and over, cut at `size` bytes. The Java side makes the same.
function madeBlock (seed, index, size) {
  return Buffer.alloc(size, size === 0 ? undefined : seed + '-' + index + '|')
}

function madeBlocks ({ seed = 'block', first = 0, count, size }) {
  return Array.from({ length: count }, (_, i) => madeBlock(seed, first + i, size))
}

const fromHex = (hex) => hex.map((block) => Buffer.from(block, 'hex'))

// SHA-256 over the blocks, each behind its length in four bytes, big-endian.
class Digest {
  constructor () {
    this.hash = createHash('sha256')
    this.length = Buffer.alloc(4)
  }

  add (block) {
    this.length.writeUInt32BE(block.byteLength)
    this.hash.update(this.length).update(block)
  }

  end () {
    return this.hash.digest('hex')
  }
}

module.exports = { madeBlock, madeBlocks, fromHex, Digest }
