import assert from "node:assert/strict";
import * as rpc from "@pulumi/pulumi/runtime/rpc";
import { describe, it } from "mocha";
import {
  ARCHIVE_SIGNATURE,
  ASSET_SIGNATURE,
  OUTPUT_SIGNATURE,
  RESOURCE_SIGNATURE,
  SECRET_SIGNATURE,
  SIGNATURE_KEY,
  UNKNOWN_VALUE,
} from "../../common/special-values";

describe("special values", () => {
  it("are those that the SDK exports", () => {
    assert.deepEqual(
      {
        key: SIGNATURE_KEY,
        secret: SECRET_SIGNATURE,
        output: OUTPUT_SIGNATURE,
        resource: RESOURCE_SIGNATURE,
        asset: ASSET_SIGNATURE,
        archive: ARCHIVE_SIGNATURE,
        unknown: UNKNOWN_VALUE,
      },
      {
        key: rpc.specialSigKey,
        secret: rpc.specialSecretSig,
        output: rpc.specialOutputValueSig,
        resource: rpc.specialResourceSig,
        asset: rpc.specialAssetSig,
        archive: rpc.specialArchiveSig,
        unknown: rpc.unknownValue,
      },
    );
  });
});
