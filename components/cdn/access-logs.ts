import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { GLOBAL_SERVICES_REGION } from "../../common/regions";
import type { Tags } from "../shared/tags";
import type { CdnArgs } from "./args";

/** Layout of the log objects in a bucket. */
const S3_DELIVERY = {
  suffixPath: "{DistributionId}/{yyyy}/{MM}/{dd}/{HH}",
  enableHiveCompatiblePath: false,
};

/**
 * Sends the distribution's access logs to a bucket, log group or delivery stream.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logging.html
 */
export function deliverAccessLogs(
  name: string,
  {
    logDestinationArn,
    logFormat = "json",
    logFields,
  }: CdnArgs & { readonly logDestinationArn: pulumi.Input<string> },
  distribution: aws.cloudfront.Distribution,
  tags: Tags | undefined,
  parent: pulumi.Resource,
): void {
  const common = { region: GLOBAL_SERVICES_REGION, ...(tags ? { tags } : {}) };
  const child = `${name}-logs`;
  const source = new aws.cloudwatch.LogDeliverySource(
    child,
    { ...common, logType: "ACCESS_LOGS", resourceArn: distribution.arn },
    { parent },
  );
  const destination = new aws.cloudwatch.LogDeliveryDestination(
    child,
    {
      ...common,
      outputFormat: logFormat,
      deliveryDestinationConfiguration: { destinationResourceArn: logDestinationArn },
    },
    { parent },
  );
  new aws.cloudwatch.LogDelivery(
    child,
    {
      ...common,
      deliverySourceName: source.name,
      deliveryDestinationArn: destination.arn,
      ...(logFields ? { recordFields: [...logFields] } : {}),
      s3DeliveryConfigurations: pulumi
        .output(logDestinationArn)
        .apply((arn) => (isBucketArn(arn) ? [S3_DELIVERY] : undefined)),
    },
    { parent },
  );
}

function isBucketArn(arn: string): boolean {
  return arn.split(":")[2] === "s3";
}
