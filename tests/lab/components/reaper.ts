import * as aws from "@pulumi/aws";
import { Reaper } from "../../../components/reaper";

const provider = new aws.Provider("seoul", { region: "ap-northeast-2" });
const topic = new aws.sns.Topic("alarms", {}, { provider });

const reaper = new Reaper(
  "tide",
  {
    clusterTags: { project: "tide", environment: "dev" },
    alarmTopicArns: [topic.arn],
    tags: { team: "harbour" },
  },
  { provider },
);

export const { functionArn, functionName, logGroupName, deadLetterArn, alarmArns } = reaper;
