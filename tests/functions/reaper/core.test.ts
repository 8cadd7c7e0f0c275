import assert from "node:assert/strict";
import { describe, it } from "mocha";
import {
  type Cluster,
  type Clusters,
  type Decision,
  decide,
  formatMetrics,
  type Ownership,
  reap,
} from "../../../functions/reaper/core";

const NOW = Date.parse("2026-11-23T14:00:00Z");
const ownership: Ownership = {
  expiryTag: "expiresAt",
  clusterTags: { project: "tide", environment: "dev" },
};
const own = { project: "tide", environment: "dev" };
const cluster: Cluster = {
  id: "j-1",
  state: "WAITING",
  tags: { ...own, expiresAt: "2026-11-23T13:59:59Z" },
  isProtected: false,
};
const until = (expiresAt: string): Cluster => ({ ...cluster, tags: { ...own, expiresAt } });

describe("decide", () => {
  const cases: readonly (readonly [string, Cluster, Decision])[] = [
    ["a second after its end", cluster, "terminate"],
    ["at its end", until("2026-11-23T14:00:00Z"), "terminate"],
    ["a second before its end", until("2026-11-23T14:00:01Z"), "not expired"],
    ["by the offset of its end", until("2026-11-23T16:00:00+02:00"), "terminate"],
    ["before an end with another offset", until("2026-11-23T14:00:00-00:30"), "not expired"],
    ["with an end to the minute", until("2026-11-23T14:00Z"), "terminate"],
    ["with an end to the millisecond", until("2026-11-23T14:00:00.001Z"), "not expired"],
    ["that starts", { ...cluster, state: "STARTING" }, "terminate"],
    ["that bootstraps", { ...cluster, state: "BOOTSTRAPPING" }, "terminate"],
    ["that runs", { ...cluster, state: "RUNNING" }, "terminate"],
    ["that is protected", { ...cluster, isProtected: true }, "terminate"],
    ["that terminates already", { ...cluster, state: "TERMINATING" }, "ending"],
    ["that has ended", { ...cluster, state: "TERMINATED_WITH_ERRORS" }, "ending"],
    ["without the tag", { ...cluster, tags: own }, "without expiry"],
    ["with an empty tag", until(""), "without expiry"],
    ["with a word as its end", until("tomorrow"), "without expiry"],
    ["with a moment without offset", until("2026-11-23T13:00:00"), "without expiry"],
    ["with a date as its end", until("2026-11-23"), "without expiry"],
    ["with a number as its end", until("1795000000"), "without expiry"],
    ["with a day that does not exist", until("2026-02-30T00:00:00Z"), "without expiry"],
    ["of another environment", { ...cluster, tags: { ...cluster.tags, environment: "prod" } }, "not owned"],
    ["of another project", { ...cluster, tags: { ...cluster.tags, project: "Tide" } }, "not owned"],
    ["without our tags", { ...cluster, tags: { expiresAt: "2026-11-23T13:00:00Z" } }, "not owned"],
    ["without tags", { ...cluster, tags: {} }, "not owned"],
  ];
  for (const [name, one, decision] of cases) {
    it(`decides "${decision}" about a cluster ${name}`, () => {
      assert.equal(decide(one, ownership, NOW), decision);
    });
  }

  it("owns no cluster when no tag is required", () => {
    assert.equal(decide(cluster, { ...ownership, clusterTags: {} }, NOW), "not owned");
  });
});

/** EMR with clusters on pages of two; `failing` lists the requests that fail, such as `terminate j-1`. */
function fakeEmr(all: readonly Cluster[], failing: readonly string[] = []) {
  const requests: string[] = [];
  const request = (name: string): void => {
    requests.push(name);
    if (failing.includes(name)) throw new Error(`${name} failed`);
  };
  const clusters: Clusters = {
    async list(marker) {
      request(`list ${marker ?? ""}`.trim());
      const start = Number(marker ?? 0);
      const next = start + 2 < all.length ? String(start + 2) : undefined;
      return { ids: all.slice(start, start + 2).map(({ id }) => id), next };
    },
    async describe(id) {
      request(`describe ${id}`);
      const result = all.find((one) => one.id === id);
      if (!result) throw new Error(`${id} does not exist`);
      return result;
    },
    async unprotect(id) {
      request(`unprotect ${id}`);
    },
    async terminate(id) {
      request(`terminate ${id}`);
    },
  };
  return { clusters, requests };
}

const named = (id: string, changes: Partial<Cluster> = {}): Cluster => ({ ...cluster, id, ...changes });

describe("reap", () => {
  it("terminates what has expired on every page and leaves the others alone", async () => {
    const { clusters, requests } = fakeEmr([
      named("j-1"),
      named("j-2", { tags: { ...own, expiresAt: "2026-11-23T15:00:00Z" } }),
      named("j-3", { tags: { expiresAt: "2026-11-23T13:00:00Z" } }),
      named("j-4", { state: "TERMINATING" }),
      named("j-5"),
    ]);

    const report = await reap(clusters, ownership, NOW);

    assert.deepEqual(report, { terminated: ["j-1", "j-5"], withoutExpiry: [], failures: [] });
    assert.deepEqual(
      requests.filter((request) => !request.startsWith("describe")),
      ["list", "terminate j-1", "list 2", "list 4", "terminate j-5"],
    );
  });

  it("turns off termination protection only where it is on, before the termination", async () => {
    const { clusters, requests } = fakeEmr([named("j-1", { isProtected: true }), named("j-2")]);

    await reap(clusters, ownership, NOW);

    assert.deepEqual(requests, [
      "list",
      "describe j-1",
      "unprotect j-1",
      "terminate j-1",
      "describe j-2",
      "terminate j-2",
    ]);
  });

  it("does not unprotect a cluster that has not expired or belongs to others", async () => {
    const { clusters, requests } = fakeEmr([
      named("j-1", { isProtected: true, tags: { ...own, expiresAt: "2026-11-23T15:00:00Z" } }),
      named("j-2", { isProtected: true, tags: {} }),
    ]);

    await reap(clusters, ownership, NOW);

    assert.deepEqual(requests, ["list", "describe j-1", "describe j-2"]);
  });

  for (const failing of ["describe j-1", "unprotect j-1", "terminate j-1"]) {
    it(`goes on with the other clusters when ${failing.split(" ")[0]} fails for one`, async () => {
      const { clusters } = fakeEmr([named("j-1", { isProtected: true }), named("j-2")], [failing]);

      const report = await reap(clusters, ownership, NOW);

      assert.deepEqual(report, {
        terminated: ["j-2"],
        withoutExpiry: [],
        failures: [{ subject: "j-1", message: `${failing} failed` }],
      });
    });
  }

  it("reports what it has done when a later page cannot be listed", async () => {
    const { clusters } = fakeEmr([named("j-1"), named("j-2"), named("j-3")], ["list 2"]);

    const report = await reap(clusters, ownership, NOW);

    assert.deepEqual(report, {
      terminated: ["j-1", "j-2"],
      withoutExpiry: [],
      failures: [{ subject: "list of clusters", message: "list 2 failed" }],
    });
  });

  it("reports own clusters without a readable end", async () => {
    const { clusters, requests } = fakeEmr([named("j-1", { tags: own }), named("j-2", { tags: {} })]);

    const report = await reap(clusters, ownership, NOW);

    assert.deepEqual(report.withoutExpiry, ["j-1"]);
    assert.deepEqual(requests, ["list", "describe j-1", "describe j-2"]);
  });

  it("finds nothing to do without clusters", async () => {
    const { clusters } = fakeEmr([]);

    assert.deepEqual(await reap(clusters, ownership, NOW), {
      terminated: [],
      withoutExpiry: [],
      failures: [],
    });
  });
});

describe("formatMetrics", () => {
  it("writes each count as a metric of the function, beside the clusters", () => {
    const report = {
      terminated: ["j-1", "j-2"],
      withoutExpiry: ["j-3"],
      failures: [{ subject: "j-4", message: "throttled" }],
    };

    const line = formatMetrics(report, {
      namespace: "Tide/Reaper",
      functionName: "reaper-1a2b3c4",
      now: NOW,
    });

    assert.equal(line.includes("\n"), false);
    assert.deepEqual(JSON.parse(line), {
      _aws: {
        Timestamp: NOW,
        CloudWatchMetrics: [
          {
            Namespace: "Tide/Reaper",
            Dimensions: [["FunctionName"]],
            Metrics: [
              { Name: "ReapedClusters", Unit: "Count" },
              { Name: "ClustersWithoutExpiry", Unit: "Count" },
              { Name: "Failures", Unit: "Count" },
            ],
          },
        ],
      },
      FunctionName: "reaper-1a2b3c4",
      ReapedClusters: 2,
      ClustersWithoutExpiry: 1,
      Failures: 1,
      ...report,
    });
  });
});
