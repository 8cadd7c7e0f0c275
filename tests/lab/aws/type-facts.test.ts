import assert from "node:assert/strict";
import type { Declaration } from "../../../lab/aws/declaration";
import { createIdentity } from "../../../lab/aws/identity";
import { createName } from "../../../lab/aws/naming";
import { Random } from "../../../lab/aws/random";
import { createRegistry } from "../../../lab/aws/registry";
import type { ResourceType, TypeFacts } from "../../../lab/aws/resource-type";
import { SERVICES } from "../../../lab/aws/services";
import {
  duplicateErrorCodeOf,
  identityFormsOf,
  isImmutable,
  namePropertyOf,
  nameRuleOf,
  operationOf,
  type SimulatedType,
} from "../../../lab/aws/simulated-type";
import { TYPE_FACTS } from "../../../lab/aws/type-facts";
import { Declarations } from "../../../lab/provider/declarations/declarations";
import { findSdk } from "../../../lab/provider/declarations/source";

interface Expected {
  readonly id: string;
  /** @default - not compared */
  readonly arn?: string;
  /** Inputs besides `region` whose change makes a new resource. @default - none */
  readonly immutable?: readonly string[];
  /** Operations that create, update and delete. @default - not compared */
  readonly operations?: readonly string[];
}

/**
 * Expectations for a resource `orders`; an input's value is its name in angle brackets, but for those of {@link INPUTS}.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 * @see https://www.pulumi.com/registry/packages/aws/api-docs/, section "Import" of each type, for ids
 */
const EXPECTED: Readonly<Record<string, Expected>> = {
  "aws:alb/listener:Listener": {
    id: "arn:aws:elasticloadbalancing:eu-west-1:123456789012:listener/app/web/1/62dd5043634698af",
    arn: "arn:aws:elasticloadbalancing:eu-west-1:123456789012:listener/app/web/1/62dd5043634698af",
    immutable: ["loadBalancerArn"],
  },
  "aws:alb/targetGroup:TargetGroup": {
    id: "arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/orders/62dd5043634698af",
    arn: "arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/orders/62dd5043634698af",
    immutable: ["name", "namePrefix", "port", "protocol", "protocolVersion", "targetType", "vpcId"],
  },
  "aws:apigateway/authorizer:Authorizer": {
    id: "0fi518",
    arn: "arn:aws:apigateway:eu-west-1::/restapis/<restApi>/authorizers/0fi518",
    immutable: ["name", "restApi"],
  },
  "aws:apigateway/deployment:Deployment": {
    id: "0fi518",
    immutable: ["restApi", "triggers"],
  },
  "aws:apigateway/integration:Integration": {
    id: "agi-<restApi>-<resourceId>-<httpMethod>",
    immutable: ["httpMethod", "resourceId", "restApi", "type"],
  },
  "aws:apigateway/method:Method": {
    id: "agm-<restApi>-<resourceId>-<httpMethod>",
    immutable: ["httpMethod", "resourceId", "restApi"],
  },
  "aws:apigateway/resource:Resource": {
    id: "0fi518",
    immutable: ["restApi"],
  },
  "aws:apigateway/restApi:RestApi": {
    id: "0fi518i5in",
    arn: "arn:aws:apigateway:eu-west-1::/restapis/0fi518i5in",
    immutable: ["name"],
  },
  "aws:apigateway/stage:Stage": {
    id: "ags-<restApi>-<stageName>",
    arn: "arn:aws:apigateway:eu-west-1::/restapis/<restApi>/stages/<stageName>",
    immutable: ["restApi", "stageName"],
  },
  "aws:apigatewayv2/api:Api": {
    id: "0fi518i5in",
    arn: "arn:aws:apigateway:eu-west-1::/apis/0fi518i5in",
    immutable: ["name", "protocolType"],
  },
  "aws:apigatewayv2/authorizer:Authorizer": {
    id: "0fi518",
    immutable: ["apiId", "name"],
  },
  "aws:apigatewayv2/integration:Integration": {
    id: "0fi518i",
    immutable: ["apiId", "integrationType"],
  },
  "aws:apigatewayv2/route:Route": {
    id: "0fi518i",
    immutable: ["apiId"],
  },
  "aws:apigatewayv2/stage:Stage": {
    id: "orders",
    arn: "arn:aws:apigateway:eu-west-1::/apis/<apiId>/stages/orders",
    immutable: ["apiId", "name"],
  },
  "aws:autoscaling/group:Group": {
    id: "orders",
    arn: "arn:aws:autoscaling:eu-west-1:123456789012:autoScalingGroup:62dd5043-6346-48af-a8e5-261716658d10:autoScalingGroupName/orders",
    immutable: ["name", "namePrefix"],
  },
  "aws:autoscaling/policy:Policy": {
    id: "orders",
    arn: "arn:aws:autoscaling:eu-west-1:123456789012:scalingPolicy:62dd5043-6346-48af-a8e5-261716658d10:autoScalingGroupName/<autoscalingGroupName>:policyName/orders",
    immutable: ["autoscalingGroupName", "name"],
  },
  "aws:cloudfront/originAccessIdentity:OriginAccessIdentity": {
    id: "E0FI518I5INCXW",
  },
  "aws:cloudtrail/trail:Trail": {
    id: "arn:aws:cloudtrail:eu-west-1:123456789012:trail/orders",
    arn: "arn:aws:cloudtrail:eu-west-1:123456789012:trail/orders",
    immutable: ["name"],
  },
  "aws:cloudwatch/eventBus:EventBus": {
    id: "orders",
    arn: "arn:aws:events:eu-west-1:123456789012:event-bus/orders",
    immutable: ["name"],
  },
  "aws:cloudwatch/eventRule:EventRule": {
    id: "orders",
    arn: "arn:aws:events:eu-west-1:123456789012:rule/orders",
    immutable: ["eventBusName", "name", "namePrefix"],
    operations: ["PutRule", "PutRule", "DeleteRule"],
  },
  "aws:cloudwatch/eventTarget:EventTarget": {
    id: "<rule>-<targetId>",
    immutable: ["eventBusName", "rule", "targetId"],
    operations: ["PutTargets", "PutTargets", "RemoveTargets"],
  },
  "aws:cognito/userPool:UserPool": {
    id: "eu-west-1_0fi518i5i",
    arn: "arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_0fi518i5i",
    immutable: ["aliasAttributes", "name", "smsConfiguration", "usernameAttributes"],
  },
  "aws:cognito/userPoolClient:UserPoolClient": {
    id: "0fi518i5incxw37qsg5h27rf05",
    immutable: ["generateSecret", "name", "userPoolId"],
  },
  "aws:cognito/userPoolDomain:UserPoolDomain": {
    id: "<domain>",
    immutable: ["domain", "userPoolId"],
  },
  "aws:dynamodb/table:Table": {
    id: "orders",
    immutable: ["hashKey", "importTable", "localSecondaryIndexes", "name", "rangeKey"],
  },
  "aws:ebs/volume:Volume": {
    id: "vol-62dd5043634698af9",
  },
  "aws:ec2/instance:Instance": {
    id: "i-62dd5043634698af9",
    immutable: ["ami", "availabilityZone", "enablePrimaryIpv6", "keyName", "privateIp", "subnetId"],
    operations: ["RunInstances", "UpdateInstance", "TerminateInstances"],
  },
  "aws:ec2/launchTemplate:LaunchTemplate": {
    id: "lt-62dd5043634698af9",
    immutable: ["name"],
  },
  "aws:ec2/networkInterface:NetworkInterface": {
    id: "eni-62dd5043634698af9",
    immutable: ["enablePrimaryIpv6"],
  },
  "aws:ec2/vpcPeeringConnection:VpcPeeringConnection": {
    id: "pcx-62dd5043634698af9",
  },
  "aws:ecs/cluster:Cluster": {
    id: "arn:aws:ecs:eu-west-1:123456789012:cluster/orders",
    arn: "arn:aws:ecs:eu-west-1:123456789012:cluster/orders",
    immutable: ["name"],
  },
  "aws:elasticbeanstalk/environment:Environment": {
    id: "e-0fi518i5in",
    arn: "arn:aws:elasticbeanstalk:eu-west-1:123456789012:environment/<application>/orders",
    immutable: ["name"],
  },
  "aws:emr/blockPublicAccessConfiguration:BlockPublicAccessConfiguration": {
    id: "emr-block-public-access-configuration",
    immutable: ["blockPublicSecurityGroupRules", "permittedPublicSecurityGroupRuleRanges"],
    operations: [
      "PutBlockPublicAccessConfiguration",
      "PutBlockPublicAccessConfiguration",
      "PutBlockPublicAccessConfiguration",
    ],
  },
  "aws:iam/group:Group": {
    id: "orders",
    arn: "arn:aws:iam::123456789012:group/team/orders",
    immutable: ["name"],
  },
  "aws:iam/user:User": {
    id: "orders",
    arn: "arn:aws:iam::123456789012:user/team/orders",
    immutable: ["name"],
  },
  "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream": {
    id: "arn:aws:firehose:eu-west-1:123456789012:deliverystream/orders",
    arn: "arn:aws:firehose:eu-west-1:123456789012:deliverystream/orders",
    immutable: ["destination", "name"],
  },
  "aws:kinesis/stream:Stream": {
    id: "arn:aws:kinesis:eu-west-1:123456789012:stream/orders",
    arn: "arn:aws:kinesis:eu-west-1:123456789012:stream/orders",
    immutable: ["name"],
  },
  "aws:lambda/eventSourceMapping:EventSourceMapping": {
    id: "62dd5043-6346-48af-a8e5-261716658d10",
    arn: "arn:aws:lambda:eu-west-1:123456789012:event-source-mapping:62dd5043-6346-48af-a8e5-261716658d10",
    immutable: ["eventSourceArn", "startingPosition"],
  },
  "aws:lambda/permission:Permission": {
    id: "permission-62dd5043634698af9",
    immutable: [
      "action",
      "eventSourceToken",
      "function",
      "functionUrlAuthType",
      "principal",
      "principalOrgId",
      "qualifier",
      "sourceAccount",
      "sourceArn",
      "statementId",
      "statementIdPrefix",
    ],
    operations: ["AddPermission", "UpdatePermission", "RemovePermission"],
  },
  "aws:lb/listener:Listener": {
    id: "arn:aws:elasticloadbalancing:eu-west-1:123456789012:listener/app/web/1/62dd5043634698af",
    arn: "arn:aws:elasticloadbalancing:eu-west-1:123456789012:listener/app/web/1/62dd5043634698af",
    immutable: ["loadBalancerArn"],
  },
  "aws:lb/listenerRule:ListenerRule": {
    id: "arn:aws:elasticloadbalancing:eu-west-1:123456789012:listener-rule/app/web/1/2/62dd5043634698af",
    arn: "arn:aws:elasticloadbalancing:eu-west-1:123456789012:listener-rule/app/web/1/2/62dd5043634698af",
    immutable: ["listenerArn"],
  },
  "aws:lb/targetGroup:TargetGroup": {
    id: "arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/orders/62dd5043634698af",
    arn: "arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/orders/62dd5043634698af",
    immutable: ["name", "namePrefix", "port", "protocol", "protocolVersion", "targetType", "vpcId"],
  },
  "aws:lb/targetGroupAttachment:TargetGroupAttachment": {
    id: "target-group-attachment-62dd5043634698af9",
    immutable: ["availabilityZone", "port", "quicServerId", "targetGroupArn", "targetId"],
  },
  "aws:opensearch/domain:Domain": {
    id: "arn:aws:es:eu-west-1:123456789012:domain/<domainName>",
    arn: "arn:aws:es:eu-west-1:123456789012:domain/<domainName>",
    immutable: ["domainName", "vpcOptions"],
  },
  "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock": {
    id: "123456789012",
    immutable: ["accountId"],
    operations: ["PutPublicAccessBlock", "PutPublicAccessBlock", "DeletePublicAccessBlock"],
  },
  "aws:s3/bucketObject:BucketObject": {
    id: "<key>",
    arn: "arn:aws:s3:::<bucket>/<key>",
    immutable: ["bucket"],
  },
  "aws:s3/bucketWebsiteConfiguration:BucketWebsiteConfiguration": {
    id: "<bucket>",
    immutable: ["bucket"],
  },
  "aws:secretsmanager/secret:Secret": {
    id: "arn:aws:secretsmanager:eu-west-1:123456789012:secret:orders-0fi518",
    arn: "arn:aws:secretsmanager:eu-west-1:123456789012:secret:orders-0fi518",
    immutable: ["name"],
  },
  "aws:sqs/queue:Queue": {
    id: "https://sqs.eu-west-1.amazonaws.com/123456789012/orders",
    arn: "arn:aws:sqs:eu-west-1:123456789012:orders",
    immutable: ["fifoQueue", "name", "namePrefix"],
  },
  "aws:sqs/queuePolicy:QueuePolicy": {
    id: "<queueUrl>",
    immutable: ["queueUrl"],
  },
  "aws:ssm/association:Association": {
    id: "62dd5043-6346-48af-a8e5-261716658d10",
    immutable: ["name"],
  },
  "aws:ssm/parameter:Parameter": {
    id: "orders",
    arn: "arn:aws:ssm:eu-west-1:123456789012:parameter/orders",
    immutable: ["name"],
    operations: ["PutParameter", "PutParameter", "DeleteParameter"],
  },
  "aws:synthetics/canary:Canary": {
    id: "orders",
    arn: "arn:aws:synthetics:eu-west-1:123456789012:canary:orders",
    immutable: ["name"],
  },
  "aws:wafv2/webAcl:WebAcl": {
    id: "62dd5043-6346-48af-a8e5-261716658d10",
    arn: "arn:aws:wafv2:eu-west-1:123456789012:regional/webacl/orders/62dd5043-6346-48af-a8e5-261716658d10",
    immutable: ["name"],
  },
};

const INPUTS = {
  listenerArn: "arn:aws:elasticloadbalancing:eu-west-1:123456789012:listener/app/web/1/2",
  loadBalancerArn: "arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/web/1",
  path: "/team/",
};

const declarations = new Declarations(findSdk());

function declarationOf(token: string): Declaration {
  const declaration = declarations.get(token);
  assert.ok(declaration, token);
  return declaration;
}

/** Everything that the facts of a type decide, for a resource of the given name. */
function describeType(type: SimulatedType, name: string) {
  const inputNames = Object.keys(type.declaration.inputs);
  const rule = nameRuleOf(type);
  const { token } = type.declaration;
  return {
    ...createIdentity(identityFormsOf(type, namePropertyOf(type) !== undefined), {
      partition: "aws",
      region: "eu-west-1",
      account: "123456789012",
      name,
      inputs: { ...Object.fromEntries(inputNames.map((key) => [key, `<${key}>`])), ...INPUTS },
      random: new Random("seed"),
    }),
    immutable: inputNames.filter((key) => key !== "region" && isImmutable(type, key)).sort(),
    operations: (["create", "update", "delete"] as const).map((action) => operationOf(type, action)),
    duplicate: duplicateErrorCodeOf(type),
    name:
      rule && createName(rule, { token, logicalName: name, inputs: { fifoQueue: true }, random: "0123abc" }),
  };
}

describe("TYPE_FACTS", () => {
  it("has no row for a type with a file of its own", () => {
    const registry = createRegistry(SERVICES);

    assert.deepEqual(
      Object.keys(TYPE_FACTS).filter((token) => registry.resourceType(token)),
      [],
    );
  });

  it("has an expectation for each row", () => {
    assert.deepEqual(Object.keys(EXPECTED), Object.keys(TYPE_FACTS));
  });

  for (const [token, expected] of Object.entries(EXPECTED))
    it(`gives ${token} the id, ARN, immutable inputs and operations of AWS`, () => {
      const actual = describeType({ declaration: declarationOf(token), rules: undefined }, "orders");

      assert.equal(actual.id, expected.id);
      assert.equal(actual.arn, expected.arn ?? actual.arn);
      assert.deepEqual(actual.immutable, expected.immutable ?? []);
      assert.deepEqual(actual.operations, expected.operations ?? actual.operations);
    });

  it("lets FIFO queues end with .fifo and returns an existing queue", () => {
    const queue = describeType(
      { declaration: declarationOf("aws:sqs/queue:Queue"), rules: undefined },
      "orders",
    );

    assert.equal(queue.name, "orders-0123abc.fifo");
    assert.equal(queue.duplicate, undefined);
  });

  it("puts one slash between parameter and the name of an SSM parameter", () => {
    const type = { declaration: declarationOf("aws:ssm/parameter:Parameter"), rules: undefined };

    assert.equal(describeType(type, "/app/key").arn, "arn:aws:ssm:eu-west-1:123456789012:parameter/app/key");
  });

  it("has no fact that the declaration or the generic form gives anyway", () => {
    const redundant = Object.entries(TYPE_FACTS).flatMap(([token, facts]) =>
      smallerFacts(facts).flatMap(([fact, rest]) => {
        const rules: ResourceType = { type: token, service: "any", ...rest };
        const declaration = declarationOf(token);
        const isSame = ["orders", "/orders"].every((name) => {
          const [full, less] = [undefined, rules].map((each) =>
            tryDescribe({ declaration, rules: each }, name),
          );
          return full === less;
        });
        return isSame ? [`${token} ${fact}`] : [];
      }),
    );

    assert.deepEqual(redundant, []);
  });
});

/** The facts without one of them, for each of them. */
function smallerFacts(facts: TypeFacts): readonly (readonly [fact: string, rest: TypeFacts])[] {
  const whole = Object.keys(facts).map((key) => [key, { ...facts, [key]: undefined }] as const);
  const inputs = (facts.alsoImmutable ?? []).map((input) => {
    const alsoImmutable = facts.alsoImmutable?.filter((other) => other !== input) ?? [];
    return [`alsoImmutable ${input}`, { ...facts, alsoImmutable }] as const;
  });
  const operations = Object.keys(facts.api ?? {}).map(
    (action) => [`api ${action}`, { ...facts, api: { ...facts.api, [action]: undefined } }] as const,
  );
  return [...whole, ...inputs, ...operations];
}

/** The description as a string; an id that is the ARN, whose form is then made of the id, has none. */
function tryDescribe(type: SimulatedType, name: string): string {
  try {
    return JSON.stringify(describeType(type, name));
  } catch (error) {
    return String(error);
  }
}
