/**
 * What the sum of the gate costs a device: `node sdk/work-bench.mjs [BITS] [TIMES]` in the folder of the pages.
 *
 * Prints seconds, by the clock and of the processor; on a machine that does other things, too, the second is
 * what a phone would be compared by.
 */
import { cpus, loadavg } from "node:os";
import { solveWork } from "./work.js";

const [bits = 18, times = 60] = process.argv.slice(2).map(Number);
const random = () => crypto.getRandomValues(new Uint8Array(32));

// The first one warms the compiler up, as the first thousand tries do on a page.
await solveWork(random(), random(), 12);
const [clock, processor] = [[], []];
for (let n = 0; n < times; n += 1) {
  const began = [performance.now(), process.cpuUsage()];
  await solveWork(random(), random(), bits);
  clock.push((performance.now() - began[0]) / 1000);
  processor.push(process.cpuUsage(began[1]).user / 1e6);
}
console.log(`${bits} bits, ${times} times; ${cpus()[0].model}, ${cpus().length} cores, load ${loadavg()[0].toFixed(1)}`);
for (const [name, all] of Object.entries({ clock, processor })) {
  const sorted = all.toSorted((a, b) => a - b);
  const at = (share) => sorted[Math.floor((sorted.length - 1) * share)].toFixed(2);
  const mean = (all.reduce((sum, each) => sum + each, 0) / all.length).toFixed(2);
  console.log(`${name}: median ${at(0.5)} s, mean ${mean} s, 9 of 10 under ${at(0.9)} s`);
}
