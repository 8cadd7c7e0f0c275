import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { Storage, type StorageArgs } from "../../../components/storage";
import { findRegistration, recordResources, waitForChildren } from "../../helpers/mocks";

async function deploy(args: StorageArgs, name = "logs") {
  const registrations = await recordResources();
  await waitForChildren(new Storage(name, args));
  return registrations;
}

/** Statements of the bucket policy after those that deny requests. */
async function allowed(args: StorageArgs) {
  const registrations = await deploy(args);
  const { Statement } = JSON.parse(findRegistration(registrations, "logs-policy").inputs.policy);
  return Statement.filter(({ Effect }: { Effect: string }) => Effect === "Allow");
}

const ACCOUNT = "123456789012";
const OBJECTS = [`arn:aws:s3:::logs/AWSLogs/${ACCOUNT}/*`, `arn:aws:s3:::logs/*/AWSLogs/${ACCOUNT}/*`];

describe("Storage with logSources", () => {
  it("allows S3 to deliver the access logs of this account's buckets", async () => {
    assert.deepEqual(await allowed({ logSources: ["s3-access"] }), [
      {
        Sid: "DeliverS3AccessLogs",
        Effect: "Allow",
        Principal: { Service: ["logging.s3.amazonaws.com"] },
        Action: ["s3:PutObject"],
        Resource: ["arn:aws:s3:::logs/*"],
        Condition: { StringEquals: { "aws:SourceAccount": [ACCOUNT] } },
      },
    ]);
  });

  it("allows load balancers to write under the account's keys", async () => {
    assert.deepEqual(await allowed({ logSources: ["load-balancers"] }), [
      {
        Sid: "DeliverLoadBalancerLogs",
        Effect: "Allow",
        Principal: { Service: ["logdelivery.elasticloadbalancing.amazonaws.com"] },
        Action: ["s3:PutObject"],
        Resource: OBJECTS,
      },
    ]);
  });

  const trails = { "aws:SourceArn": [`arn:aws:cloudtrail:*:${ACCOUNT}:trail/*`] };
  const deliveries = { "aws:SourceArn": [`arn:aws:logs:*:${ACCOUNT}:*`] };
  const fullControl = { "s3:x-amz-acl": ["bucket-owner-full-control"] };
  const fromAccount = { "aws:SourceAccount": [ACCOUNT] };

  it("allows the trails of this account to check the bucket and write", async () => {
    const Principal = { Service: ["cloudtrail.amazonaws.com"] };

    assert.deepEqual(await allowed({ logSources: ["cloudtrail"] }), [
      {
        Sid: "CheckTrails",
        Effect: "Allow",
        Principal,
        Action: ["s3:GetBucketAcl"],
        Resource: ["arn:aws:s3:::logs"],
        Condition: { ArnLike: trails },
      },
      {
        Sid: "DeliverTrails",
        Effect: "Allow",
        Principal,
        Action: ["s3:PutObject"],
        Resource: OBJECTS,
        Condition: { StringEquals: fullControl, ArnLike: trails },
      },
    ]);
  });

  for (const logSources of [["vended"], ["waf"], ["vended", "waf"]] as const) {
    it(`allows log deliveries of this account once for ${logSources.join(" and ")}`, async () => {
      const bucketName = "aws-waf-logs-harbour";
      const Principal = { Service: ["delivery.logs.amazonaws.com"] };
      const registrations = await deploy({ logSources, bucketName });
      const { Statement } = JSON.parse(findRegistration(registrations, "logs-policy").inputs.policy);

      assert.deepEqual(
        Statement.filter(({ Effect }: { Effect: string }) => Effect === "Allow"),
        [
          {
            Sid: "CheckVendedLogs",
            Effect: "Allow",
            Principal,
            Action: ["s3:GetBucketAcl"],
            Resource: [`arn:aws:s3:::${bucketName}`],
            Condition: { StringEquals: fromAccount, ArnLike: deliveries },
          },
          {
            Sid: "DeliverVendedLogs",
            Effect: "Allow",
            Principal,
            Action: ["s3:PutObject"],
            Resource: OBJECTS.map((one) => one.replace(":::logs", `:::${bucketName}`)),
            Condition: { StringEquals: { ...fullControl, ...fromAccount }, ArnLike: deliveries },
          },
        ],
      );
    });
  }

  for (const [tags, expected] of [
    [undefined, { purpose: "logs" }],
    [{ team: "harbour" }, { purpose: "logs", team: "harbour" }],
    [{ purpose: "audit" }, { purpose: "audit" }],
  ] as const) {
    it(`tags the bucket ${JSON.stringify(expected)} for the tags ${JSON.stringify(tags)}`, async () => {
      const registrations = await deploy({ logSources: ["cloudtrail"], tags });

      const { inputs } = findRegistration(registrations, "logs", "aws:s3/bucket:Bucket");
      assert.deepEqual(inputs.tags, expected);
    });
  }

  it("accepts a component whose name gives the bucket the name that web ACLs need", async () => {
    await assert.doesNotReject(deploy({ logSources: ["waf"] }, "aws-waf-logs-harbour"));
  });

  const kmsKeyArn = "arn:aws:kms:eu-west-1:123456789012:key/example";
  for (const [args, message] of [
    [
      { logSources: ["s3"] },
      'logSources[0] is "s3", expected one of s3-access, load-balancers, cloudtrail, waf, vended',
    ],
    [
      { logSources: ["cloudtrail", "vended"], cloudFrontRead: true },
      "cloudFrontRead is true, expected false, since all objects would be public, and cloudtrail and vended in logSources deliver logs; use a bucket for each purpose",
    ],
    [{ logSources: ["vended", "vended"] }, 'logSources[1] is "vended", expected each source once'],
    [
      { logSources: ["s3-access", "load-balancers"], kmsKeyArn },
      `kmsKeyArn is "${kmsKeyArn}", expected no key, since s3-access and load-balancers in logSources deliver only to a bucket with SSE-S3`,
    ],
    [
      { logSources: ["s3-access"], lock: { mode: "GOVERNANCE", days: 7 } },
      'lock is {"mode":"GOVERNANCE","days":7}, expected no lock, since s3-access in logSources delivers only to a bucket without object lock',
    ],
    [
      { logSources: ["s3-access"], accessLogs: { bucketName: "more-logs" } },
      'accessLogs.bucketName is "more-logs", expected no access logs, since s3-access is in logSources and each delivery of logs would cause another',
    ],
    [
      { logSources: ["waf"] },
      'bucketName is "logs", expected a name that begins with aws-waf-logs-, since waf is in logSources',
    ],
  ] as const) {
    it(`rejects the arguments when ${message.replace(/, expected.*/, "").slice(0, 58)}`, async () => {
      await assert.rejects(deploy(args as unknown as StorageArgs), { message: `logs: ${message}` });
    });
  }

  it("encrypts trails and vended logs with a key", async () => {
    const registrations = await deploy({ logSources: ["cloudtrail", "vended"], kmsKeyArn });

    const [rule] = findRegistration(registrations, "logs-encryption").inputs.rules;
    assert.equal(rule.applyServerSideEncryptionByDefault.kmsMasterKeyId, kmsKeyArn);
  });
});
