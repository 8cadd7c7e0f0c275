// starts processes
import assert from "node:assert/strict";
import * as path from "node:path";
import { PluginHost } from "../../../lab/engine/plugin/host";
import { ROOT } from "../../helpers/lab";
import { isAlive, TEST_PLUGINS, TestWorld, until } from "./plugins/fixture";

describe("PluginHost", () => {
  let world: TestWorld;
  let host: PluginHost | undefined;
  beforeEach(() => {
    world = new TestWorld();
  });
  afterEach(async () => {
    await host?.close();
    host = undefined;
    world.remove();
  });

  function start(env: NodeJS.ProcessEnv = {}, portLimitMs?: number): PluginHost {
    host = new PluginHost({
      folders: [path.join(world.project.dir, "nothing-here"), TEST_PLUGINS],
      rootDirectory: world.project.dir,
      programDirectory: ROOT,
      env: { ...process.env, ...world.env, ...env },
      engineAddress: "127.0.0.1:1",
      onLine: () => undefined,
      ...(portLimitMs === undefined ? {} : { portLimitMs }),
    });
    return host;
  }

  it("ends a plugin that prints no port within the limit, and names the limit", async () => {
    const hanging = start({ TEST_START: "silent" }, 400);
    await assert.rejects(hanging.open("test"), {
      code: "LAB_PLUGIN",
      message: "pulumi-resource-test printed no port within 0.4 s; its stderr is empty",
    });
  });

  it("shows the output and the end of stderr of a plugin that prints garbage", async () => {
    await assert.rejects(start({ TEST_START: "garbage" }).open("test"), {
      code: "LAB_PLUGIN",
      message:
        'pulumi-resource-test printed "hello, world" as its first line, expected its port; its stderr ends:\ncannot find my licence',
    });
  });

  it("shows exit code and stderr of a plugin that ends immediately", async () => {
    await assert.rejects(start({ TEST_START: "exit" }).open("test"), {
      message:
        "pulumi-resource-test ended (exit code 3) before it printed its port; its stderr ends:\nno room left",
    });
  });

  it("names the searched folders when a package has no plugin", async () => {
    await assert.rejects(start().open("random"), {
      code: "LAB_PLUGIN",
      message: `package "random" has no plugin pulumi-resource-random in ${world.project.dir}/nothing-here, ${TEST_PLUGINS}; the lab runs simulated providers only`,
    });
  });

  it("runs several providers in one process, which ends when the host is closed", async () => {
    const shared = start();
    await Promise.all([shared.open("test"), shared.open("test"), shared.open("test")]);
    const { pids } = shared;
    assert.equal(pids.length, 1);
    await shared.close();
    await until(() => pids.every((pid) => !isAlive(pid)));
  });

  it("ends a plugin that is still starting when the host is closed", async () => {
    for (const env of [{}, { TEST_START: "silent" }]) {
      const closing = start(env);
      const opening = closing.open("test");
      await until(() => closing.pids.length > 0);
      const [pid = 0] = closing.pids;
      const closed = closing.close();
      await assert.rejects(opening, { message: "plugin test is not started: the operation is ending" });
      await closed;
      assert.ok(!isAlive(pid));
    }
  });

  it("runs two processes for a plugin that holds one provider each", async () => {
    const foreign = start({ TEST_LAB: "0" });
    await Promise.all([foreign.open("test"), foreign.open("test")]);
    assert.equal(new Set(foreign.pids).size, 2);
  });
});
