import { noDefaultProvider } from "../../../policies/multi-region/rules/no-default-provider";
import { prove, resource, withOptions } from "../../helpers/policy";

const advice =
  "its provider is the default provider, whose region comes from the configuration of the stack or the machine; give it an explicit provider of its region, or set region";

prove(noDefaultProvider, {
  compliant: [
    resource("aws:sqs/queue:Queue", "jobs", {}),
    resource("aws:sqs/queue:Queue", "placed", { region: "eu-west-1" }, { provider: "default_7_48_0" }),
    resource("aws:iam/role:Role", "worker", {}, { provider: "default_7_48_0" }),
  ],
  mutants: [
    {
      title: "a default provider",
      change: (fixtures) => withOptions(fixtures, "jobs", { provider: "default_7_48_0" }),
      messages: { jobs: advice },
    },
    {
      title: "a default provider of an older SDK",
      change: (fixtures) => withOptions(fixtures, "jobs", { provider: "default" }),
      messages: { jobs: advice },
    },
  ],
});
