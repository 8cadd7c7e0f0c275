import type * as pulumi from "@pulumi/pulumi";
import { Storage } from "../../components";
import type { Settings } from "../settings";
import { accessLogsTo, noncurrentVersionsOf } from "./storage";

/**
 * Creates the bucket of a region that CloudFront publishes; undefined without cdn. It holds the site alone: whatever is in it
 * is public. Every region has one, so that another region can become primary or secondary without losing a bucket.
 */
export function createSite(
  code: string,
  settings: Settings,
  options: pulumi.ComponentResourceOptions,
  logBucket: Storage | undefined,
): Storage | undefined {
  const { cdn, storage } = settings;
  if (!cdn) return undefined;
  return new Storage(
    `site-${code}`,
    {
      cloudFrontRead: true,
      accessLogs: accessLogsTo(logBucket),
      transitions: [],
      ...noncurrentVersionsOf(settings),
      forceDestroy: storage.emptyOnDestroy,
    },
    options,
  );
}
