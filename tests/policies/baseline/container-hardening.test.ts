import { containerHardening } from "../../../policies/baseline/rules/container-hardening";
import { prove, resource, setInput } from "../../helpers/policy";
import { mutantsOf } from "../../helpers/requirements";

const container = {
  name: "web",
  image: "web:1",
  readonlyRootFilesystem: true,
  user: "1000",
  logConfiguration: { logDriver: "awslogs" },
};
const containers = (changes: Readonly<Record<string, unknown>>): string =>
  JSON.stringify([{ ...container, ...changes }]);
const AT = "containerDefinitions.0";

prove(containerHardening, {
  compliant: [
    resource("aws:ecs/taskDefinition:TaskDefinition", "task", {
      networkMode: "awsvpc",
      pidMode: "task",
      containerDefinitions: containers({}),
    }),
    resource("aws:batch/jobDefinition:JobDefinition", "job", {
      containerProperties: JSON.stringify({ image: "job:1" }),
    }),
  ],
  alsoCompliant: {
    "a user on the network of the host": [
      resource("aws:ecs/taskDefinition:TaskDefinition", "task", {
        networkMode: "host",
        containerDefinitions: containers({}),
      }),
    ],
  },
  mutants: [
    ...mutantsOf([
      ["task", "pidMode", "host", 'pidMode is "host", expected no namespace of the host'],
      ["task", "ipcMode", "host", 'ipcMode is "host", expected no namespace of the host'],
      [
        "task",
        "containerDefinitions",
        containers({ privileged: true }),
        `${AT}.privileged is true, expected false`,
      ],
      [
        "task",
        "containerDefinitions",
        containers({ readonlyRootFilesystem: undefined }),
        `${AT}.readonlyRootFilesystem is missing, expected true`,
      ],
      [
        "task",
        "containerDefinitions",
        containers({ logConfiguration: undefined }),
        `${AT}.logConfiguration is missing, expected a log driver such as awslogs`,
      ],
      [
        "job",
        "containerProperties",
        JSON.stringify({ image: "job:1", privileged: true }),
        "containerProperties.privileged is true, expected false",
      ],
    ]),
    {
      title: "root on the network of the host",
      change: (all) =>
        setInput(
          setInput(all, "task", "networkMode", "host"),
          "task",
          "containerDefinitions",
          containers({ user: "root" }),
        ),
      messages: {
        task: `${AT}.user is "root" on the network of the host, expected a user other than root`,
      },
    },
  ],
});
