// starts processes
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import * as fs from "node:fs";
import * as http from "node:http";
import type { AddressInfo } from "node:net";
import * as os from "node:os";
import * as path from "node:path";
import { promisify } from "node:util";
import { after, before, describe, it } from "mocha";
import { bundleFunction } from "../../../components/shared/bundle-function";

const TAGS = { project: "tide", environment: "dev" };
const PAST = "2020-01-01T00:00:00Z";
const FUTURE = "2999-01-01T00:00:00Z";

interface FakeCluster {
  readonly tags: Readonly<Record<string, string>>;
  readonly isProtected?: boolean;
}

/** Clusters of an EMR that lists one cluster a page. */
const CLUSTERS: Readonly<Record<string, FakeCluster>> = {
  "j-EXPIRED": { tags: { ...TAGS, expiresAt: PAST }, isProtected: true },
  "j-YOUNG": { tags: { ...TAGS, expiresAt: FUTURE } },
  "j-FOREIGN": { tags: { project: "harbour", expiresAt: PAST } },
  "j-UNREADABLE": { tags: { ...TAGS, expiresAt: "soon" } },
};

interface Request {
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
}

describe("The reaper's bundle", () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "archipelago-reaper-"));
  const requests: Request[] = [];
  let failing: string | undefined;

  const server = http.createServer((request, response) => {
    let text = "";
    request.on("data", (chunk) => {
      text += chunk;
    });
    request.on("end", () => {
      const operation = String(request.headers["x-amz-target"]).replace("ElasticMapReduce.", "");
      const input = JSON.parse(text);
      requests.push({ operation, input });
      response.statusCode = operation === failing ? 400 : 200;
      response.end(
        JSON.stringify(operation === failing ? { message: "Rate exceeded" } : answer(operation, input)),
      );
    });
  });

  before(async () => {
    fs.writeFileSync(path.join(folder, "index.mjs"), bundleFunction("reaper"));
    const client = path.join(folder, "node_modules/@aws-sdk/client-emr");
    fs.mkdirSync(client, { recursive: true });
    fs.copyFileSync(path.join(__dirname, "client-emr.cjs"), path.join(client, "index.cjs"));
    fs.writeFileSync(path.join(client, "package.json"), JSON.stringify({ main: "index.cjs" }));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  });
  after(() => {
    server.close();
    fs.rmSync(folder, { recursive: true, force: true });
  });

  /** Runs the handler as Lambda does, in a process of its own. */
  async function invoke(): Promise<{ readonly line: Record<string, unknown>; readonly error: string }> {
    requests.length = 0;
    const { port } = server.address() as AddressInfo;
    const script = `import(${JSON.stringify(path.join(folder, "index.mjs"))})
      .then(({ handler }) => handler())
      .catch((error) => process.stderr.write(error.message))`;
    const { stdout, stderr } = await promisify(execFile)(process.execPath, ["-e", script], {
      env: {
        AWS_ENDPOINT_URL_EMR: `http://127.0.0.1:${port}/`,
        AWS_LAMBDA_FUNCTION_NAME: "reaper-1a2b3c4",
        EXPIRY_TAG: "expiresAt",
        CLUSTER_TAGS: JSON.stringify(TAGS),
        NAMESPACE: "Archipelago/Reaper",
      },
    });
    return { line: JSON.parse(stdout), error: stderr };
  }

  it("terminates the one expired cluster of its own over all pages", async () => {
    failing = undefined;
    const { line, error } = await invoke();

    assert.equal(error, "");
    assert.deepEqual(
      [line["terminated"], line["withoutExpiry"], line["failures"]],
      [["j-EXPIRED"], ["j-UNREADABLE"], []],
    );
    assert.deepEqual([line["FunctionName"], line["ReapedClusters"]], ["reaper-1a2b3c4", 1]);
    const changes = requests.filter(({ operation }) => !/^(?:List|Describe)/.test(operation));
    assert.deepEqual(changes, [
      {
        operation: "SetTerminationProtection",
        input: { JobFlowIds: ["j-EXPIRED"], TerminationProtected: false },
      },
      { operation: "TerminateJobFlows", input: { JobFlowIds: ["j-EXPIRED"] } },
    ]);
    const lists = requests.filter(({ operation }) => operation === "ListClusters");
    assert.deepEqual(
      lists.map(({ input }) => input["Marker"]),
      [undefined, "1", "2", "3"],
    );
    assert.deepEqual(lists[0]?.input["ClusterStates"], ["STARTING", "BOOTSTRAPPING", "RUNNING", "WAITING"]);
  });

  it("fails with the cluster's id after it has written the metrics", async () => {
    failing = "TerminateJobFlows";
    const { line, error } = await invoke();

    const failures = [{ subject: "j-EXPIRED", message: "Rate exceeded" }];
    assert.deepEqual([line["Failures"], line["failures"]], [1, failures]);
    assert.equal(error, `could not reap ${JSON.stringify(failures)}`);
  });

  it("imports nothing but the client that the runtime of Lambda has", () => {
    const code = bundleFunction("reaper");

    const modules = [...code.matchAll(/\bfrom "([^"]+)"|\b(?:require|import)\("([^"]+)"\)/g)];
    assert.deepEqual(
      modules.map(([, name]) => name),
      ["@aws-sdk/client-emr"],
    );
  });

  it("names no folder of the machine and is the same in every build", () => {
    const code = bundleFunction("reaper");

    assert.equal(code, bundleFunction("reaper"));
    assert.equal(code.includes(process.cwd()), false);
    assert.match(code, /^\/\/ reaper\/handler\.ts$/m);
  });
});

function answer(operation: string, input: Readonly<Record<string, unknown>>): unknown {
  const ids = Object.keys(CLUSTERS);
  if (operation === "ListClusters") {
    const index = Number(input["Marker"] ?? 0);
    const next = index + 1 < ids.length ? { Marker: String(index + 1) } : {};
    return { Clusters: [{ Id: ids[index] }], ...next };
  }
  if (operation !== "DescribeCluster") return {};
  const id = String(input["ClusterId"]);
  const { tags = {}, isProtected = false } = CLUSTERS[id] ?? {};
  return {
    Cluster: {
      Id: id,
      Status: { State: "WAITING" },
      Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
      TerminationProtected: isProtected,
    },
  };
}
