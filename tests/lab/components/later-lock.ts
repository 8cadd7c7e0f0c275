import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Storage } from "../../../components/storage";

const provider = new aws.Provider("ireland", { region: "eu-west-1" });
const isLocked = new pulumi.Config("golden").requireBoolean("locked");

new Storage("vault", isLocked ? { lock: { mode: "GOVERNANCE", days: 7 } } : {}, { provider });
