import assert from "node:assert/strict";
import { addFault, applyFaults, listFaults, removeFaults } from "../../../lab/aws/faults";
import { MemoryStore } from "../../helpers/memory-store";

describe("applyFaults", () => {
  const request = {
    service: "s3",
    operation: "CreateBucket",
    region: "eu-west-1",
    account: "1",
    resources: ["logs", "logs-1"],
  };

  it("removes a fault after the number of requests that it strikes", () => {
    const store = new MemoryStore();
    addFault(store, { match: { resource: "log*" }, effect: { kind: "throttle" }, times: 2 });

    assert.deepEqual(
      [1, 2, 3].map(() => applyFaults(store, request).length),
      [1, 1, 0],
    );
    assert.deepEqual(listFaults(store), []);
  });

  it("passes a request of another service, region, operation or account", () => {
    const store = new MemoryStore();
    for (const match of [
      { service: "ec2" },
      { region: "us-east-1" },
      { operation: "DeleteBucket" },
      { account: "2" },
    ]) {
      addFault(store, { match, effect: { kind: "timeout" } });
    }

    assert.deepEqual(applyFaults(store, request), []);
    removeFaults(store);
    assert.deepEqual(listFaults(store), []);
  });

  it("strikes about half of the requests at a chance of a half, the same ones for one seed", () => {
    const applyThousand = () => {
      const store = new MemoryStore();
      addFault(store, { match: {}, effect: { kind: "throttle" }, probability: 0.5, seed: 7 });
      return Array.from({ length: 1000 }, () => applyFaults(store, request).length);
    };
    const first = applyThousand();
    const count = first.reduce((sum, one) => sum + one, 0);

    assert.ok(count > 430 && count < 570, `${count} of 1000`);
    assert.deepEqual(applyThousand(), first);
  });
});

describe("addFault", () => {
  it("rejects settings out of range and lists all of them", () => {
    assert.throws(
      () =>
        addFault(new MemoryStore(), { match: {}, effect: { kind: "throttle" }, times: 0, probability: 2 }),
      {
        message:
          "addFault: times is 0, expected a whole number from 1; probability is 2, expected above 0 and up to 1",
      },
    );
  });
});
