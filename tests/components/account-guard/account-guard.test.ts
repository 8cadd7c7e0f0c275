import assert from "node:assert/strict";
import type * as pulumi from "@pulumi/pulumi";
import { describe, it } from "mocha";
import { AccountGuard, type AccountGuardArgs } from "../../../components/account-guard";
import { assertContract } from "../../helpers/contract";
import {
  childNames,
  findRegistration,
  outputValue,
  recordResources,
  waitForChildren,
} from "../../helpers/mocks";

async function deploy(args: AccountGuardArgs, opts?: pulumi.ComponentResourceOptions) {
  const registrations = await recordResources({
    outputs: { "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock": { accountId: "123456789012" } },
  });
  const guard = new AccountGuard("sea", args, opts);
  await waitForChildren(guard);
  return { guard, registrations };
}

describe("AccountGuard", () => {
  it("blocks public buckets of the account and public clusters of the region by default", async () => {
    const { guard, registrations } = await deploy({});

    assertContract(registrations, "AccountGuard", "sea");
    assert.deepEqual(childNames(registrations), ["sea-buckets", "sea-clusters"]);
    assert.deepEqual(findRegistration(registrations, "sea-buckets").inputs, {
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    assert.deepEqual(findRegistration(registrations, "sea-clusters").inputs, {
      blockPublicSecurityGroupRules: true,
    });
    assert.equal(await outputValue(guard.accountId), "123456789012");
  });

  it("leaves the block of buckets in place when it is destroyed", async () => {
    const retained: Record<string, boolean | undefined> = {};
    await deploy(
      {},
      {
        transformations: [
          ({ name, opts }) => {
            retained[name] = opts.retainOnDelete;
            return undefined;
          },
        ],
      },
    );

    assert.deepEqual([retained["sea-buckets"], retained["sea-clusters"]], [true, undefined]);
  });

  it("creates one guard without the other", async () => {
    const clusters = await deploy({ blockPublicBuckets: false });
    assert.deepEqual(childNames(clusters.registrations), ["sea-clusters"]);
    assert.equal(await outputValue(clusters.guard.accountId), undefined);

    const buckets = await deploy({ blockPublicClusters: false });
    assert.deepEqual(childNames(buckets.registrations), ["sea-buckets"]);
  });

  it("rejects a guard that guards nothing", async () => {
    await assert.rejects(deploy({ blockPublicBuckets: false, blockPublicClusters: false }), {
      message:
        "sea: blockPublicClusters is false, expected true for at least one of blockPublicBuckets and blockPublicClusters",
    });
  });
});
