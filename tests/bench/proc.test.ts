import * as assert from "node:assert/strict";
import { parsePeakMemory, parseStat, requireProc } from "../../bench/lib/proc";

describe("parseStat", () => {
  it("finds the fields after a name with spaces and parentheses", () => {
    const fields = "S 40 41 41 0 -1 4194304 100 200 3 4 150 50 700 300 20 0 11 0 987654 1000 2000";

    assert.deepEqual(parseStat(`42 (node (a) b) ${fields}\n`), {
      pid: 42,
      parent: 40,
      started: 987654,
      cpu: 2,
      childrenCpu: 10,
    });
  });

  it("rejects another string", () => {
    assert.throws(() => parseStat("42 nonsense"), {
      message: 'parseStat: text is "42 nonsense", expected that of /proc/PID/stat',
    });
  });
});

describe("parsePeakMemory", () => {
  it("returns the peak in 10^6 bytes", () => {
    assert.equal(
      parsePeakMemory("Name:\tnode\nVmPeak:\t  900000 kB\nVmHWM:\t  250000 kB\nVmRSS:\t 1 kB\n"),
      256,
    );
  });

  it("returns undefined for an ended process", () => {
    assert.equal(parsePeakMemory("Name:\tnode\nState:\tZ (zombie)\n"), undefined);
  });
});

describe("requireProc", () => {
  it("rejects a system without /proc and names the reason", () => {
    assert.throws(() => requireProc("darwin"), {
      message: 'platform is "darwin", expected "linux": processes are measured by /proc',
    });
    requireProc("linux");
  });
});
