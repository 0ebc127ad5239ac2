"use strict";
// One running jq: it compiles its filter once (with jq's own library, four milliseconds) and then waits for input after
// input, as `jq --unbuffered` does at the end of a pipe. Waiting blocks, so it has a thread of its own. Plain JavaScript,
// because a thread with the TypeScript loader takes half a second to start.
const { readFileSync } = require("node:fs");
const { dirname } = require("node:path");
const { compileFunction } = require("node:vm");
const { receiveMessageOnPort, workerData } = require("node:worker_threads");

const { filter, port, counters } = workerData;
const [asked, answered] = [0, 1];

/** The factory of jq-web, which exports only what it makes of one instance whose input and output are files. */
function factory() {
  const file = require.resolve("jq-web");
  let found;
  const module = {
    get exports() {
      return found;
    },
    set exports(value) {
      if (typeof value === "function") found = value;
    },
  };
  const load = compileFunction(
    readFileSync(file, "utf8"),
    ["module", "exports", "require", "__filename", "__dirname"],
    { filename: file },
  );
  load(module, {}, require, file, dirname(file));
  return found;
}

let asks = 0;

/**
 * Blocks until the next input has come. Of an odd number of bytes: no input ends where a read does, whose size is even, so
 * that each of them ends within a read, as `stdin` needs it.
 */
function nextInput() {
  Atomics.wait(counters, asked, asks++);
  const bytes = Buffer.from(`${receiveMessageOnPort(port).message}\n`, "utf8");
  return bytes.length % 2 === 1 ? bytes : Buffer.concat([Buffer.from(" "), bytes]);
}

function answer(message) {
  port.postMessage(message);
  Atomics.add(counters, answered, 1);
  Atomics.notify(counters, answered);
}

let input = Buffer.alloc(0);
let position = 0;
let isAnswerDue = false;
let output = [];
let errors = [];

const text = (bytes) => Buffer.from(bytes).toString("utf8");

/** The next byte for jq; undefined ends a read early. When jq comes back for more, it has written all it has to say. */
function stdin() {
  if (position < input.length) return input[position++];
  if (position > 0) {
    position = 0;
    input = Buffer.alloc(0);
    return undefined;
  }
  if (isAnswerDue) answer({ output: text(output), errors: text(errors) });
  output = [];
  errors = [];
  isAnswerDue = false;
  input = nextInput();
  isAnswerDue = true;
  return input[position++];
}

async function main() {
  let ended;
  try {
    const jq = await factory()({
      noInitialRun: true,
      preRun: () => undefined,
      stdin,
      stdout: (byte) => void output.push(byte),
      stderr: (byte) => void errors.push(byte),
    });
    const status = jq.callMain(["-c", "--unbuffered", filter]);
    ended = `jq ended with status ${status}: ${text(errors).trim()}`;
  } catch (error) {
    ended = `jq failed: ${error && error.stack ? error.stack : error}`;
  }
  for (;;) {
    if (!isAnswerDue) nextInput();
    isAnswerDue = false;
    answer({ ended });
  }
}

void main();
