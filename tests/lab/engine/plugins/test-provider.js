// A provider plugin of the package "test", for tests of the engine with faults. It stores its resources as files in the
// folder TEST_CLOUD, and records every call in `calls.log` there.
//
//   id         `<provider region>.<name>.<random>`, so that a resource that is created twice exists twice
//   outputs    the inputs, plus `arn` and `region`
//   replaced   when `fixed` changes, with the old one deleted first if the new inputs set `deleteFirst`; a provider when
//              `region` does
//   deletes    fail while another resource has the id in `uses`, and with a provider of another region
//   on.OP      a fault of the operation OP (check, create, update, delete, read): "fail", "noId", "unknown", "partial", "types",
//              "holdBefore" and "holdAfter" (until the file `release` exists), "dieBefore" and "dieAfter" (the first
//              time only), "dieAlways", "dieWhenTold" (once the file `die` exists, the first time only)
//   dies       of a provider's configuration: "checkConfig", "diffConfig" or "configure", in which it dies the first time
//   TEST_START "silent", "garbage", "exit": faults of the start
//   TEST_LAB   "1": supports several providers in the process, and tokens of creates
//   TEST_OPEN  "die": dies when it opens another provider for the first time
const fs = require("node:fs");
const path = require("node:path");
const { randomBytes } = require("node:crypto");
const grpc = require("@grpc/grpc-js");
const pb = require("@pulumi/pulumi/proto/provider_pb");
const services = require("@pulumi/pulumi/proto/provider_grpc_pb");
const plugin = require("@pulumi/pulumi/proto/plugin_pb");
const statuspb = require("@pulumi/pulumi/proto/status_pb");
const anypb = require("google-protobuf/google/protobuf/any_pb");
const { Struct } = require("google-protobuf/google/protobuf/struct_pb");
const { Empty } = require("google-protobuf/google/protobuf/empty_pb");

const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const CLOUD = process.env.TEST_CLOUD;
const { DIFF_SOME, DIFF_NONE } = pb.DiffResponse.DiffChanges;

const plain = (struct) => struct?.toJavaScript() ?? {};
const struct = (object) => Struct.fromJavaScript(object);
const nameOf = (urn) => urn.split("::").pop();
const fileOf = (id) => path.join(CLOUD, `${id}.json`);
const load = (id) => {
  try {
    return JSON.parse(fs.readFileSync(fileOf(id), "utf8"));
  } catch (error) {
    if (error.code === "ENOENT") return undefined;
    throw error;
  }
};
const all = () =>
  fs
    .readdirSync(CLOUD)
    .filter((file) => file.endsWith(".json"))
    .map((file) => ({ id: file.slice(0, -".json".length), ...load(file.slice(0, -".json".length)) }));
const note = (entry) =>
  fs.appendFileSync(path.join(CLOUD, "calls.log"), `${JSON.stringify({ pid: process.pid, ...entry })}\n`);
const failure = (message) => ({ code: grpc.status.INTERNAL, message });

/** Whether the resource reaches this point for the first time. */
function isFirst(what) {
  try {
    fs.writeFileSync(path.join(CLOUD, `${what}.once`), "", { flag: "wx" });
    return true;
  } catch {
    return false;
  }
}

async function waitForFile(file = "release") {
  while (!fs.existsSync(path.join(CLOUD, file))) await new Promise((done) => setTimeout(done, 20));
}

/** Kills this process on the first call. */
function dieOnce(what) {
  if (isFirst(what)) process.kill(process.pid, "SIGKILL");
}

function die(mode, moment, name, op) {
  if (mode === "dieAlways" && moment === "before") process.kill(process.pid, "SIGKILL");
  const once = mode === "dieBefore" ? "before" : mode === "dieAfter" ? "after" : undefined;
  if (once === moment) dieOnce(`${name}-${op}`);
}

function initFailed(id, outputs, inputs) {
  const detail = new pb.ErrorResourceInitFailed();
  detail.setId(id);
  detail.setProperties(struct(outputs));
  detail.setReasonsList(["not ready, as requested", ...(inputs.of === undefined ? [] : [`of ${inputs.of}`])]);
  detail.setInputs(struct(inputs));
  const any = new anypb.Any();
  any.pack(detail.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
  const status = new statuspb.Status();
  status.setCode(grpc.status.UNKNOWN);
  status.setMessage("init failed");
  status.addDetails(any);
  const metadata = new grpc.Metadata();
  metadata.add("grpc-status-details-bin", Buffer.from(status.serializeBinary()));
  return { code: grpc.status.UNKNOWN, details: "init failed", metadata };
}

/** One provider, with a configuration of its own. */
function provider() {
  let region = "";
  const outputsOf = (id, inputs) => ({ ...inputs, arn: `arn:test:${region}:${id}`, region });

  /** Runs an operation with the fault that its inputs configure. */
  async function faulty(op, urn, inputs, act) {
    const name = nameOf(urn);
    const mode = inputs.on?.[op];
    note({ op, name, region, phase: "begun" });
    if (mode === "fail") throw failure(`test: ${op} of ${name} failed as requested`);
    if (mode === "holdBefore") await waitForFile();
    if (mode === "dieWhenTold") {
      await waitForFile("die");
      dieOnce(`${name}-${op}`);
    }
    die(mode, "before", name, op);
    const answer = act(mode);
    if (mode === "holdAfter") {
      note({ op, name, region, phase: "made" });
      await waitForFile();
    }
    die(mode, "after", name, op);
    note({ op, name, region, phase: "done" });
    return answer;
  }

  return {
    async getPluginInfo() {
      const info = new plugin.PluginInfo();
      info.setVersion("1.0.0");
      return info;
    },
    async checkConfig({ request }) {
      if (plain(request.getNews()).dies === "checkConfig") dieOnce("checkConfig");
      const response = new pb.CheckResponse();
      response.setInputs(request.getNews());
      if (plain(request.getNews()).region === "zz-nope-9") {
        const fault = new pb.CheckFailure();
        fault.setProperty("region");
        fault.setReason("zz-nope-9 is no region");
        response.setFailuresList([fault]);
      }
      return response;
    },
    async diffConfig({ request }) {
      if (plain(request.getNews()).dies === "diffConfig") dieOnce("diffConfig");
      const moves = plain(request.getOldInputs()).region !== plain(request.getNews()).region;
      const response = new pb.DiffResponse();
      response.setChanges(moves ? DIFF_SOME : DIFF_NONE);
      response.setReplacesList(moves ? ["region"] : []);
      return response;
    },
    async configure({ request }) {
      if (plain(request.getArgs()).dies === "configure") dieOnce("configure");
      region = plain(request.getArgs()).region ?? "";
      note({ op: "configure", name: request.getName(), region });
      const response = new pb.ConfigureResponse();
      response.setSupportspreview(true);
      return response;
    },
    async check({ request }) {
      const news = plain(request.getNews());
      const response = new pb.CheckResponse();
      response.setInputs(request.getNews());
      if (news.on?.check === "fail") {
        const fault = new pb.CheckFailure();
        fault.setProperty("on.check");
        fault.setReason("check failed as requested");
        response.setFailuresList([fault]);
      }
      return response;
    },
    async diff({ request }) {
      const [olds, news] = [plain(request.getOldInputs()), plain(request.getNews())];
      const ignored = request.getIgnorechangesList();
      const keys = [...new Set([...Object.keys(olds), ...Object.keys(news)])]
        .filter((key) => key !== "on" && !ignored.includes(key))
        .filter((key) => JSON.stringify(olds[key]) !== JSON.stringify(news[key]))
        .sort();
      const response = new pb.DiffResponse();
      response.setChanges(keys.length > 0 ? DIFF_SOME : DIFF_NONE);
      response.setDiffsList(keys);
      response.setReplacesList(keys.filter((key) => key === "fixed"));
      response.setDeletebeforereplace(news.deleteFirst === true);
      return response;
    },
    async create({ request, metadata }) {
      const inputs = plain(request.getProperties());
      const urn = request.getUrn();
      const response = new pb.CreateResponse();
      if (request.getPreview()) {
        response.setProperties(struct({ ...inputs, arn: UNKNOWN, region }));
        return response;
      }
      const [token = ""] = metadata.get("x-archipelago-idempotency-token");
      return faulty("create", urn, inputs, (mode) => {
        const known = token && all().find((one) => one.token === token);
        const id = known ? known.id : `${region}.${nameOf(urn)}.${randomBytes(4).toString("hex")}`;
        if (!known) fs.writeFileSync(fileOf(id), JSON.stringify({ urn, inputs, token }), { flag: "wx" });
        const outputs = outputsOf(id, inputs);
        if (mode === "partial") throw initFailed(id, outputs, inputs);
        if (mode === "unknown") outputs.arn = UNKNOWN;
        if (mode === "types") outputs.arn = { nested: [1, null, "two"] };
        if (mode !== "noId") response.setId(id);
        response.setProperties(struct(outputs));
        return response;
      });
    },
    async update({ request }) {
      const news = plain(request.getNews());
      const id = request.getId();
      const response = new pb.UpdateResponse();
      response.setProperties(struct(outputsOf(id, news)));
      if (request.getPreview()) return response;
      return faulty("update", request.getUrn(), news, () => {
        const before = load(id);
        if (!before) throw failure(`test: ${id} does not exist`);
        fs.writeFileSync(fileOf(id), JSON.stringify({ ...before, inputs: news }));
        return response;
      });
    },
    async delete({ request }) {
      const id = request.getId();
      return faulty("delete", request.getUrn(), plain(request.getOldInputs()), () => {
        const own = id.split(".")[0];
        if (own !== region) throw failure(`test: ${id} is of ${own}, and this provider of ${region}`);
        const user = all().find(({ inputs }) => inputs.uses === id);
        if (user) throw failure(`DependencyViolation: ${id} is used by ${user.id}`);
        fs.rmSync(fileOf(id), { force: true });
        return new Empty();
      });
    },
    async read({ request }) {
      const id = request.getId();
      const response = new pb.ReadResponse();
      const resource = load(id);
      if (plain(request.getInputs()).on?.read === "fail")
        throw failure(`test: read of ${id} failed as requested`);
      note({ op: "read", name: nameOf(request.getUrn()), region });
      if (!resource) return response;
      response.setId(id);
      response.setInputs(struct(resource.inputs));
      response.setProperties(struct(outputsOf(id, resource.inputs)));
      return response;
    },
    async invoke({ request }) {
      const response = new pb.InvokeResponse();
      const args = plain(request.getArgs());
      if (args.refuse) {
        const fault = new pb.CheckFailure();
        fault.setProperty("refuse");
        fault.setReason("refused as requested");
        response.setFailuresList([fault]);
      } else response.setReturn(struct({ ...args, region }));
      return response;
    },
    cancel: async () => new Empty(),
    attach: async () => new Empty(),
  };
}

function serve() {
  const handlers = provider();
  const server = new grpc.Server();
  const service = services.ResourceProviderService;
  const implementation = {};
  for (const rpc of Object.keys(service)) {
    implementation[rpc] = (call, done) => {
      if (!handlers[rpc]) return done({ code: grpc.status.UNIMPLEMENTED, message: rpc });
      handlers[rpc](call).then((answer) => done(null, answer), done);
    };
  }
  server.addService(service, implementation);
  if (process.env.TEST_LAB === "1") server.addService(LAB_SERVICE, labService());
  return new Promise((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) =>
      error ? reject(error) : resolve(port),
    );
  });
}

const json = (method) => ({
  path: `/archipelago.lab.Plugin/${method}`,
  requestStream: false,
  responseStream: false,
  requestSerialize: (message) => Buffer.from(JSON.stringify(message)),
  requestDeserialize: (bytes) => JSON.parse(bytes.toString("utf8")),
  responseSerialize: (message) => Buffer.from(JSON.stringify(message)),
  responseDeserialize: (bytes) => JSON.parse(bytes.toString("utf8")),
});
const LAB_SERVICE = { open: json("Open"), find: json("Find") };

function labService() {
  return {
    open: (_call, done) => {
      if (process.env.TEST_OPEN === "die") dieOnce("open");
      serve().then((port) => done(null, { port }), done);
    },
    find: ({ request }, done) => {
      const resource = all().find(({ token }) => token === request.token);
      done(null, resource ? { found: true, id: resource.id } : { found: false });
    },
  };
}

process.on("SIGINT", () => process.exit(0));
switch (process.env.TEST_START) {
  case "silent":
    setInterval(() => undefined, 60_000);
    break;
  case "garbage":
    process.stderr.write("cannot find my licence\n");
    process.stdout.write("hello, world\n");
    setInterval(() => undefined, 60_000);
    break;
  case "exit":
    process.stderr.write("no room left\n");
    process.exitCode = 3;
    break;
  default:
    note({ op: "start" });
    serve()
      .then((port) => process.stdout.write(`${port}\n`))
      .catch((error) => {
        process.stderr.write(`${error}\n`);
        process.exitCode = 1;
      });
}
