import * as aws from "@pulumi/aws";
import { AccountGuard } from "../../../components/account-guard";

const seoul = new aws.Provider("seoul", { region: "ap-northeast-2" });
const frankfurt = new aws.Provider("frankfurt", { region: "eu-central-1" });

const guard = new AccountGuard("harbour", {}, { provider: seoul });
// another environment in the same account, and another region
new AccountGuard("bay", {}, { provider: frankfurt });

export const { accountId } = guard;
