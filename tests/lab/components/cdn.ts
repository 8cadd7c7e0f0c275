import * as aws from "@pulumi/aws";
import { Cdn } from "../../../components/cdn";
import { Storage } from "../../../components/storage";

const seoul = new aws.Provider("seoul", { region: "ap-northeast-2" });
const virginia = new aws.Provider("virginia", { region: "us-east-1" });

const east = new Storage("pages-east", { cloudFrontRead: true, transitions: [] }, { provider: seoul });
const west = new Storage("pages-west", { cloudFrontRead: true, transitions: [] }, { provider: virginia });
const zone = new aws.route53.Zone("reef", { name: "reef.example.com" }, { provider: seoul });
const topic = new aws.sns.Topic("ops", {}, { provider: virginia });

const cdn = new Cdn(
  "reef",
  {
    primary: { region: "ap-northeast-2", bucketRegionalDomainName: east.bucketRegionalDomainName },
    secondary: { region: "us-east-1", bucketRegionalDomainName: west.bucketRegionalDomainName },
    failoverCodes: [403, 500, 502, 503, 504],
    domain: { aliases: ["reef.example.com", "www.reef.example.com"], zoneId: zone.zoneId },
    cache: { min: 0, default: 600, max: 86_400 },
    origins: { api: { domainName: "api.reef.example.com", headers: { "X-Origin-Secret": "s" } } },
    behaviors: [
      { label: "api", path: "/api/*", origin: "api", methods: "all" },
      { label: "live", path: "/live/*", cache: { max: 0 } },
    ],
    pages: "folders",
    errorPages: { 403: { page: "/404.html", status: 404 } },
    alarmTopicArns: [topic.arn],
    originLatencyMs: 1000,
    tags: { team: "harbour" },
  },
  { provider: seoul },
);

export const { distributionId, distributionArn, domainName, zoneId, certificateArn } = cdn;
