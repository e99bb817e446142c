'use strict'

// The inner methods by which a hypercore learns that a peer is wrong, as the versions call them. They are called for cores
// too that only peers use, which no session of ours could listen to.
const FINDINGS = [
  ['hypercore', '_oninvalid', 'verification-error'],
  ['hypercore/lib/replicator', '_oninvaliddata', 'verification-error'],
  ['hypercore/lib/replicator', '_oninvalidrequest', 'invalid-request'],
  ['hypercore', '_oncoreconflict', 'conflict'],
  ['hypercore/lib/core', '_onconflict', 'conflict']
]

// Tells every proof and request that is found invalid, and every conflict. `load` is the require of the pinned set.
function tellTrouble (load, tell) {
  for (const [module, method, event] of FINDINGS) {
    const type = load(module).prototype
    const inner = type[method]
    if (!inner) continue
    type[method] = function (cause, ...rest) {
      tell(event, event === 'conflict' ? { length: cause.upgrade.length, fork: cause.fork } : told(cause))
      return inner.call(this, cause, ...rest)
    }
  }
}

const told = (error) => ({ code: error.code || error.name || 'ERROR', message: String(error.message || error) })

module.exports = { tellTrouble, told }
