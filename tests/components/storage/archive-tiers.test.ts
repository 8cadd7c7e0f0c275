import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { Storage, type StorageArgs } from "../../../components/storage";
import { findRegistration, recordResources, waitForChildren } from "../../helpers/mocks";

async function deploy(args: StorageArgs) {
  const registrations = await recordResources();
  await waitForChildren(new Storage("tide", args));
  return registrations;
}

describe("Storage with archiveTiers", () => {
  for (const [archiveTiers, inputs] of [
    [{ archiveAfterDays: 90 }, { tierings: [{ accessTier: "ARCHIVE_ACCESS", days: 90 }] }],
    [
      { archiveAfterDays: 180, deepArchiveAfterDays: 365, prefix: "old/", objectTags: { state: "done" } },
      {
        tierings: [
          { accessTier: "ARCHIVE_ACCESS", days: 180 },
          { accessTier: "DEEP_ARCHIVE_ACCESS", days: 365 },
        ],
        filter: { prefix: "old/", tags: { state: "done" } },
      },
    ],
  ] as const) {
    it(`archives objects without access by ${JSON.stringify(archiveTiers).slice(0, 40)}`, async () => {
      const registrations = await deploy({ archiveTiers });

      assert.deepEqual(findRegistration(registrations, "tide-archive-tiers").inputs, {
        bucket: "tide-id",
        name: "archive",
        ...inputs,
      });
    });
  }

  for (const [args, message] of [
    [{ archiveTiers: {} }, "archiveTiers is {}, expected archiveAfterDays, deepArchiveAfterDays, or both"],
    [
      { archiveTiers: { archiveAfterDays: 89 } },
      "archiveTiers.archiveAfterDays is 89, expected a whole number from 90 to 730",
    ],
    [
      { archiveTiers: { deepArchiveAfterDays: 179 } },
      "archiveTiers.deepArchiveAfterDays is 179, expected a whole number from 180 to 730",
    ],
    [
      { archiveTiers: { archiveAfterDays: 200, deepArchiveAfterDays: 200 } },
      "archiveTiers.deepArchiveAfterDays is 200, expected a whole number from 201 to 730",
    ],
    [
      { archiveTiers: { archiveAfterDays: 90 }, cloudFrontRead: true },
      'archiveTiers is {"archiveAfterDays":90}, expected nothing, since cloudFrontRead is true and objects in these tiers cannot be read immediately',
    ],
  ] as const) {
    it(`rejects the arguments when ${message.replace(/, expected.*/, "").slice(0, 58)}`, async () => {
      await assert.rejects(deploy(args as unknown as StorageArgs), { message: `tide: ${message}` });
    });
  }
});
