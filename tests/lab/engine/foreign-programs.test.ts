// starts processes
import assert from "node:assert/strict";
import * as path from "node:path";
import * as engine from "../../../lab/engine";
import { openCloud } from "../../../lab/provider/cloud-control";
import { type LabProject, labProject } from "../../helpers/lab";

/** Programs as they are found in the wild: nothing in them knows of the lab. */
const PROGRAMS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "a TypeScript program with a package and a tsconfig of its own": {
    "Pulumi.yaml": "name: web\nruntime: nodejs\ndescription: A static site\n",
    "package.json": JSON.stringify({ name: "web", main: "index.ts", devDependencies: { typescript: "^5" } }),
    "tsconfig.json": JSON.stringify({
      compilerOptions: {
        strict: true,
        outDir: "bin",
        target: "es2020",
        module: "commonjs",
        moduleResolution: "node",
        sourceMap: true,
      },
      files: ["index.ts"],
    }),
    "index.ts": `
      import * as aws from "@pulumi/aws";
      import * as pulumi from "@pulumi/pulumi";
      import { Site } from "./site";

      const config = new pulumi.Config();
      const name: string = config.get("site") ?? "example";
      const site = new Site(name, { index: "index.html", files: { "index.html": "<h1>Hello</h1>" } });
      const zones = aws.getAvailabilityZonesOutput({ state: "available" });
      const vpc = new aws.ec2.Vpc("main", { cidrBlock: "10.0.0.0/16", tags: { Name: "main" } });
      const subnets = [0, 1].map(
        (index) =>
          new aws.ec2.Subnet(\`public-\${index}\`, {
            vpcId: vpc.id,
            cidrBlock: \`10.0.\${index}.0/24\`,
            availabilityZone: zones.names[index],
          }),
      );
      export const endpoint = site.endpoint;
      export const subnetIds = pulumi.all(subnets.map((subnet) => subnet.id));
    `,
    "site.ts": `
      import * as aws from "@pulumi/aws";
      import * as pulumi from "@pulumi/pulumi";

      export interface SiteArgs { index: string; files: Record<string, string>; }

      export class Site extends pulumi.ComponentResource {
        public readonly endpoint: pulumi.Output<string>;
        constructor(name: string, args: SiteArgs, opts?: pulumi.ComponentResourceOptions) {
          super("example:site:Site", name, {}, opts);
          const bucket = new aws.s3.Bucket(name, { forceDestroy: true }, { parent: this });
          const website = new aws.s3.BucketWebsiteConfiguration(
            name,
            { bucket: bucket.id, indexDocument: { suffix: args.index } },
            { parent: this },
          );
          for (const [key, content] of Object.entries(args.files)) {
            new aws.s3.BucketObject(key, { bucket: bucket.id, key, content, contentType: "text/html" }, { parent: bucket });
          }
          this.endpoint = pulumi.interpolate\`http://\${website.websiteEndpoint}\`;
          this.registerOutputs({ endpoint: this.endpoint });
        }
      }
    `,
  },
  "a JavaScript program with components, apply and JSON of outputs": {
    "Pulumi.yaml": "name: queue\nruntime: nodejs\n",
    "package.json": JSON.stringify({ name: "queue", main: "index.js" }),
    "index.js": `
      "use strict";
      const aws = require("@pulumi/aws");
      const pulumi = require("@pulumi/pulumi");

      class Worker extends pulumi.ComponentResource {
        constructor(name, { queue }, opts) {
          super("example:queue:Worker", name, { queue }, opts);
          this.role = new aws.iam.Role(name, {
            assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: "ec2.amazonaws.com" }),
          }, { parent: this });
          this.policy = new aws.iam.RolePolicy(name, {
            role: this.role.id,
            policy: pulumi.jsonStringify({
              Version: "2012-10-17",
              Statement: [{ Effect: "Allow", Action: ["sqs:ReceiveMessage"], Resource: queue.arn }],
            }),
          }, { parent: this });
          this.registerOutputs({ role: this.role.arn });
        }
      }

      const east = new aws.Provider("east", { region: "us-east-1" });
      const dead = new aws.sqs.Queue("dead");
      const queue = new aws.sqs.Queue("jobs", {
        visibilityTimeoutSeconds: 60,
        redrivePolicy: dead.arn.apply((deadLetterTargetArn) => JSON.stringify({ deadLetterTargetArn, maxReceiveCount: 3 })),
      });
      const topic = new aws.sns.Topic("alerts", {}, { provider: east });
      const worker = new Worker("worker", { queue });
      const password = pulumi.secret("correct horse");
      new aws.ssm.Parameter("password", { type: "SecureString", value: password });
      exports.description = pulumi.interpolate\`\${worker.role.name} reads \${queue.url}\`;
      exports.pair = pulumi.all([queue.arn, topic.arn]).apply(([a, b]) => [a, b]);
      exports.password = password;
    `,
  },
  "a serverless program": {
    "Pulumi.yaml": "name: api\nruntime:\n  name: nodejs\n  options:\n    typescript: false\n",
    "package.json": JSON.stringify({ name: "api", main: "index.js" }),
    "code/index.js": "exports.handler = async () => ({ statusCode: 200 });",
    "index.js": `
      const aws = require("@pulumi/aws");
      const pulumi = require("@pulumi/pulumi");

      const table = new aws.dynamodb.Table("items", {
        attributes: [{ name: "id", type: "S" }],
        hashKey: "id",
        billingMode: "PAY_PER_REQUEST",
      });
      const role = new aws.iam.Role("fn", {
        assumeRolePolicy: JSON.stringify({
          Version: "2012-10-17",
          Statement: [{ Action: "sts:AssumeRole", Principal: { Service: "lambda.amazonaws.com" }, Effect: "Allow" }],
        }),
      });
      const attachment = new aws.iam.RolePolicyAttachment("fn", {
        role,
        policyArn: "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole",
      });
      const fn = new aws.lambda.Function("fn", {
        runtime: "nodejs20.x",
        role: role.arn,
        handler: "index.handler",
        code: new pulumi.asset.AssetArchive({ ".": new pulumi.asset.FileArchive("./code") }),
        environment: { variables: { TABLE: table.name } },
      }, { dependsOn: [attachment] });
      const queue = new aws.sqs.Queue("events", { visibilityTimeoutSeconds: 30 });
      new aws.lambda.EventSourceMapping("events", { eventSourceArn: queue.arn, functionName: fn.arn });
      const topic = new aws.sns.Topic("news");
      new aws.sns.TopicSubscription("news", { topic: topic.arn, protocol: "sqs", endpoint: queue.arn });
      const api = new aws.apigatewayv2.Api("http", { protocolType: "HTTP" });
      const integration = new aws.apigatewayv2.Integration("fn", {
        apiId: api.id,
        integrationType: "AWS_PROXY",
        integrationUri: fn.invokeArn,
        payloadFormatVersion: "2.0",
      });
      const route = new aws.apigatewayv2.Route("root", {
        apiId: api.id,
        routeKey: "GET /",
        target: pulumi.interpolate\`integrations/\${integration.id}\`,
      });
      new aws.apigatewayv2.Stage("live", { apiId: api.id, name: "$default", autoDeploy: true }, { dependsOn: [route] });
      new aws.lambda.Permission("http", {
        action: "lambda:InvokeFunction",
        function: fn.name,
        principal: "apigateway.amazonaws.com",
        sourceArn: pulumi.interpolate\`\${api.executionArn}/*/*\`,
      });
      exports.url = api.apiEndpoint;
      exports.table = table.arn;
    `,
  },
};

describe("third-party programs", () => {
  for (const [name, files] of Object.entries(PROGRAMS)) {
    it(`deploys ${name}, changes nothing at the second up and destroys everything`, async () => {
      const project: LabProject = labProject({ config: "  aws:region: eu-west-1\n" });
      try {
        for (const [file, text] of Object.entries(files)) project.write(file, text);
        let steps: readonly string[] = [];
        const run = async (
          operation: (options: engine.OperationOptions) => Promise<engine.OperationResult>,
          env: NodeJS.ProcessEnv = {},
        ): Promise<engine.OperationResult> => {
          const options = await project.options({ env: { ARCHIPELAGO_LAB_CLOUD: project.cloud, ...env } });
          const result = await operation(options);
          assert.equal(result.exitCode, 0, result.errors.join("\n"));
          steps = options.events.flatMap((event) =>
            event.kind === "step" && event.phase === "done" && event.op !== "same"
              ? [`${event.op} ${event.urn}`]
              : [],
          );
          return result;
        };
        const created = await run(engine.up);
        assert.ok((created.changes.create ?? 0) > 5, JSON.stringify(created.changes));
        assert.deepEqual(Object.keys(created.changes), ["create"]);
        // ts-node takes ten seconds to check the types that @pulumi/aws has; the first up has seen that they are right
        const unchecked = { PULUMI_NODEJS_TRANSPILE_ONLY: "true" };
        const second = await run(engine.up, unchecked);
        assert.deepEqual(second.changes, { same: created.changes.create }, steps.join("\n"));
        assert.deepEqual(second.outputs, created.outputs);
        assert.deepEqual((await run(engine.preview, unchecked)).changes, second.changes, steps.join("\n"));
        assert.deepEqual((await run(engine.refresh)).drift, []);
        assert.deepEqual((await run(engine.destroy)).changes, { delete: created.changes.create });
        const own = /name: (\w+)/.exec(files["Pulumi.yaml"] ?? "")?.[1] ?? "";
        const { base } = await project.backend.read(own, "dev", { text: "x", source: "the test" });
        assert.deepEqual(base.resources, []);
        const cloud = openCloud(path.join(project.dir, ".lab/cloud"));
        try {
          assert.deepEqual(
            cloud.list().map(({ type, id }) => `${type} ${id}`),
            [],
          );
        } finally {
          await cloud.close();
        }
      } finally {
        project.remove();
      }
    });
  }
});
