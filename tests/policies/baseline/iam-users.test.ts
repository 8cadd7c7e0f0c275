import { iamUsers } from "../../../policies/baseline/rules/iam-users";
import { prove, resource } from "../../helpers/policy";
import { mutantsOf } from "../../helpers/requirements";

const SINGLE = "it gives permissions to one user, expected a policy of a group or role";

prove(iamUsers, {
  compliant: [
    resource("aws:iam/policyAttachment:PolicyAttachment", "everyone", { groups: ["people"], users: [] }),
  ],
  alsoCompliant: { "a user in a group": [resource("aws:iam/user:User", "person", {})] },
  mutants: [
    ...mutantsOf([
      ["everyone", "users", ["person"], "users gives permissions to single users, expected groups or roles"],
    ]),
    {
      title: "credentials and permissions of users",
      change: () => [
        resource("aws:iam/accessKey:AccessKey", "key", { user: "person" }),
        resource("aws:iam/userLoginProfile:UserLoginProfile", "login", { user: "person" }),
        resource("aws:iam/userPolicy:UserPolicy", "inline", { user: "person", policy: "{}" }),
        resource("aws:iam/userPolicyAttachment:UserPolicyAttachment", "attached", { user: "person" }),
      ],
      messages: {
        key: "it is a credential without an end, expected a role; use IAM Identity Center for people, and roles for programs",
        login:
          "it is a password of one account, expected IAM Identity Center with multi-factor authentication",
        inline: SINGLE,
        attached: SINGLE,
      },
    },
  ],
});
