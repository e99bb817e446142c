'use strict'

// A Node peer of one pinned set, driven by JSON lines: `node peer.js v6`.
//
//   in   {"id":1,"command":"open","folder":"/tmp/x"}
//   out  {"id":1,"result":{}}   or   {"id":1,"error":{"code":"ELOCKED","message":"..."}}
//   out  {"event":"ready",...}  once at the start; {"event":"uncaught",...} before it ends
//        {"event":"stream-error",...}, {"event":"dropped"}  a connection failed, or was ended here and nobody asked for it
//        {"event":"verification-error",...}, {"event":"invalid-request",...}, {"event":"conflict",...}
//
// Commands run side by side. The process ends when stdin closes, and after fifteen minutes in any case.

const readline = require('readline')
const { Peer } = require('./lib/peer')
const { told } = require('./lib/trouble')

const LIFETIME_MS = 15 * 60 * 1000
const CLOSE_MS = 3000

console.log = console.error // what modules print is no answer

const say = (message) => process.stdout.write(JSON.stringify(message) + '\n')

const set = process.argv[2]
const peer = new Peer(set, (event, detail) => say({ event, ...detail }))

function fail (error) {
  const line = JSON.stringify({ event: 'uncaught', ...told(error), stack: error && error.stack }) + '\n'
  require('fs').writeSync(1, line)
  process.exit(70)
}
process.on('uncaughtException', fail)
process.on('unhandledRejection', fail)
setTimeout(() => fail(new Error('lived for fifteen minutes')), LIFETIME_MS).unref()

async function obey ({ id, command, ...options }) {
  try {
    const handler = peer.commands[command]
    if (!handler) throw new Error('unknown command: ' + command)
    say({ id, result: (await handler(options)) ?? {} })
  } catch (error) {
    say({ id, error: told(error) })
  }
}

async function end () {
  setTimeout(() => process.exit(0), CLOSE_MS).unref()
  try {
    await peer.close()
  } catch {
    // nobody is left to be told
  }
  process.exit(0)
}

readline.createInterface({ input: process.stdin })
  .on('line', (line) => { if (line.trim()) obey(JSON.parse(line)) })
  .on('close', end)

say({ event: 'ready', set, ...peer.versions })
