import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { unknownCheckingProxy } from "@pulumi/policy";
import { Props, Resource, Undecided } from "../../../../policies/kit";
import { isAwsType, isGlobalType } from "../../../../policies/kit/facts/global-types";
import type { ResourceParts } from "../../../../policies/kit/reading/resource";

const QUEUE = "aws:sqs/queue:Queue";

function queue(parts: Partial<ResourceParts> & { readonly providerProps?: unknown } = {}): Resource {
  const { providerProps, ...rest } = parts;
  return new Resource({
    type: QUEUE,
    urn: "urn:pulumi:dev::program::aws:sqs/queue:Queue::jobs",
    name: "jobs",
    protect: false,
    inputs: {},
    ...(providerProps !== undefined && {
      provider: {
        name: "aws-eu",
        urn: "urn::aws-eu",
        type: "pulumi:providers:aws",
        props: new Props([providerProps]),
      },
    }),
    ...rest,
  });
}

describe("Resource", () => {
  it("takes its own region before that of its provider and the default", () => {
    const all = {
      inputs: { region: "eu-west-1" },
      providerProps: { region: "eu-west-2" },
      defaultRegion: "eu-west-4",
    };

    assert.equal(queue(all).region(), "eu-west-1");
    assert.equal(queue({ ...all, inputs: {} }).region(), "eu-west-2");
    assert.equal(
      queue({ outputs: { region: "eu-west-3" }, defaultRegion: "eu-west-4" }).region(),
      "eu-west-3",
    );
    assert.equal(queue({ defaultRegion: "eu-west-4" }).region(), "eu-west-4");
    assert.throws(() => queue().region(), new Undecided("region"));
  });

  it("overrides default tags of the provider by its own", () => {
    const tagged = queue({
      inputs: { tags: { "example.com/team": "web" } },
      providerProps: { defaultTags: '{"tags":{"example.com/team":"all","project":"estate"}}' },
    });

    assert.deepEqual([...tagged.tags()].sort(), [
      ["example.com/team", "web"],
      ["project", "estate"],
    ]);
    assert.equal(tagged.tag("project"), "estate");
    assert.equal(tagged.tag("example.com/team"), "web");
    assert.equal(tagged.tag("missing"), undefined);
  });

  it("reads a tag next to an unknown one", () => {
    const tags = { team: "web", made: "04da6b54-80e4-46f7-96ec-b56ff0331ba9" };
    const tagged = queue({ inputs: unknownCheckingProxy({ tags }) });

    assert.equal(tagged.tag("team"), "web");
    assert.equal(tagged.tag("missing"), undefined);
    assert.throws(() => tagged.tag("made"), new Undecided("tags.made"));
  });

  it("recognizes a default provider by its name", () => {
    const named = (name: string) =>
      queue({ provider: { name, urn: "urn::p", type: "pulumi:providers:aws", props: new Props([{}]) } });

    assert.deepEqual(
      ["default", "default_7_48_0", "defaults", "aws-default_1", "eu"].filter(
        (name) => named(name).hasDefaultProvider,
      ),
      ["default", "default_7_48_0"],
    );
  });
});

describe("isGlobalType", () => {
  it("is true for exactly the types of the SDK without a region", () => {
    const wrong: string[] = [];
    const sdk = path.dirname(require.resolve("@pulumi/aws/package.json"));
    const files = fs
      .readdirSync(sdk, { withFileTypes: true })
      .flatMap((entry) =>
        entry.isDirectory() && !["types", "node_modules"].includes(entry.name)
          ? fs.readdirSync(path.join(sdk, entry.name)).map((file) => path.join(sdk, entry.name, file))
          : [],
      );
    let seen = 0;
    for (const file of files.filter((each) => each.endsWith(".js"))) {
      const [, type] = /__pulumiType = '(aws:[^']+)'/.exec(fs.readFileSync(file, "utf8")) ?? [];
      if (type === undefined) continue;
      seen += 1;
      const declaration = fs.readFileSync(file.replace(/js$/, "d.ts"), "utf8");
      const hasRegion = /\n {4}(readonly )?region\??: pulumi\.(Input|Output)</.test(declaration);
      if (isGlobalType(type) === hasRegion) wrong.push(type);
    }

    assert.ok(seen > 1000, `${seen} types`);
    assert.deepEqual(wrong, []);
  });
});

describe("isAwsType", () => {
  it("is true for resources of the SDK, not for its helpers' components", () => {
    const sdk = path.dirname(require.resolve("@pulumi/aws/package.json"));
    const declarations = fs
      .readdirSync(sdk, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && entry.name !== "node_modules")
      .flatMap(({ name }) => fs.readdirSync(path.join(sdk, name)).map((file) => path.join(sdk, name, file)))
      .filter((file) => file.endsWith(".js"))
      .map((file) => fs.readFileSync(file, "utf8"));
    const types = declarations.flatMap((text) => /__pulumiType = '(aws:[^']+)'/.exec(text)?.[1] ?? []);
    const components = declarations.flatMap((text) =>
      [...text.matchAll(/super\("(aws:[^"]+)"/g)].flatMap(([, type]) => type ?? []),
    );

    assert.ok(types.length > 1000, `${types.length} types`);
    assert.deepEqual(
      types.filter((type) => !isAwsType(type)),
      [],
    );
    assert.ok(components.includes("aws:sns:TopicEventSubscription"), components.join());
    assert.deepEqual(components.filter(isAwsType), []);
  });
});
