import * as aws from "@pulumi/aws";
import { EncryptionKey, Logs, Monitoring } from "../../../components";

const provider = new aws.Provider("dublin", { region: "eu-west-1" });

const { keyArn, aliasName } = new EncryptionKey("vault", {}, { provider });
const { alarmTopicArn } = new Monitoring("watch", { kmsKeyArn: keyArn, dashboard: false }, { provider });
const { logGroupNames } = new Logs("logs", { groups: { application: {} }, kmsKeyArn: keyArn }, { provider });

export { alarmTopicArn, aliasName, logGroupNames };
