import {
  containersOf,
  describeMismatch,
  findFlaws,
  formatValue,
  mustBe,
  type Props,
  type Resource,
  readUnlessPending,
  resourceRule,
} from "../../kit";

const TASK = "aws:ecs/taskDefinition:TaskDefinition";
const JOB = "aws:batch/jobDefinition:JobDefinition";

/** A container that shares the host is no boundary. */
export const containerHardening = resourceRule({
  name: "container-hardening",
  title: "Containers are isolated and log",
  description:
    "Containers are not privileged, share no namespaces with the host, cannot write to their image, do not run as root on the host's network, and log.",
  level: "advisory",
  severity: "medium",
  framework: {
    name: "AWS Foundational Security Best Practices",
    version: "1.0.0",
    reference: "ECS.4",
    specification: "ECS containers should run as non-privileged",
  },
  tags: [
    "apps",
    "security-hub:ECS.1",
    "security-hub:ECS.3",
    "security-hub:ECS.5",
    "security-hub:ECS.9",
    "checkov:CKV_AWS_210",
    "checkov:CKV_AWS_334",
    "checkov:CKV_AWS_335",
    "checkov:CKV_AWS_336",
    "cdk-nag:AwsSolutions-ECS7",
  ],
  remediationSteps:
    "Leave privileged, pidMode and ipcMode out; set readonlyRootFilesystem to true with volumes for data, user to another one than root, and logConfiguration.",
  url: "https://docs.aws.amazon.com/AmazonECS/latest/bestpracticesguide/security-tasks-containers.html",
  types: [TASK, JOB],
  checks: {
    namespaces: (resource) =>
      resource.type === TASK
        ? findFlaws(["pidMode", "ipcMode"], (path) =>
            resource.string(path) === "host"
              ? describeMismatch(resource, path, "no namespace of the host")
              : undefined,
          )
        : undefined,
    containers: (resource, context) => {
      const containers = readUnlessPending(context, () => containersIn(resource)) ?? [];
      return containers.flatMap((container) => findContainerFaults(container, resource));
    },
  },
});

function containersIn(resource: Resource): readonly Props[] {
  if (resource.type === TASK) return containersOf(resource);
  const container = resource.json("containerProperties");
  return container ? [container] : [];
}

function findContainerFaults(container: Props, resource: Resource): readonly string[] {
  const isTask = resource.type === TASK;
  const faults = [
    mustBe(container, "privileged", false, { absent: false }),
    isTask ? mustBe(container, "readonlyRootFilesystem", true, { absent: false }) : undefined,
    isTask && !container.isSet("logConfiguration")
      ? `${container.at}logConfiguration is missing, expected a log driver such as awslogs`
      : undefined,
    isTask && resource.string("networkMode") === "host" && /^(root|0)?$/.test(container.string("user") ?? "")
      ? `${container.at}user is ${formatValue(container.string("user"))} on the network of the host, expected a user other than root`
      : undefined,
  ];
  return faults.filter((fault) => fault !== undefined);
}
