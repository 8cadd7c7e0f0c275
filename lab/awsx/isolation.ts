import { AsyncLocalStorage } from "node:async_hooks";
import * as pulumi from "@pulumi/pulumi";

/** A running construction. */
interface Construction {
  fail(reason: unknown): void;
}

const currentConstruction = new AsyncLocalStorage<Construction>();
// Internal to the SDK, whose own provider server ends each construction with it.
const { waitForRPCs } = pulumi.runtime as unknown as { waitForRPCs(): Promise<void> };

/**
 * Runs one construction so that an unhandled rejection, such as of a child that fails to register, fails this
 * construction only. Settles after the registration of the other children.
 *
 * @throws the error of the construction, or its first unhandled rejection
 */
export function isolateConstruction<Result>(construct: () => Promise<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    let failed = false;
    const fail = (reason: unknown) => {
      if (failed) return;
      failed = true;
      waitForRPCs().then(
        () => reject(reason),
        () => reject(reason),
      );
    };
    currentConstruction.run({ fail }, () => {
      // The engine could finish without the last child if the response came before its registration.
      construct()
        .then(async (result) => {
          await waitForRPCs();
          if (!failed) resolve(result);
        })
        .catch(fail);
    });
  });
}

/**
 * Makes an unhandled rejection fail the construction that it belongs to. The SDK's provider server fails all running ones,
 * so that an error in one region would fail the others; its listeners still receive rejections outside of constructions.
 */
export function isolateRejections(): void {
  const others = process.listeners("unhandledRejection");
  process.removeAllListeners("unhandledRejection");
  process.on("unhandledRejection", (reason, promise) => {
    const construction = currentConstruction.getStore();
    if (construction) construction.fail(reason);
    else for (const listener of others) listener(reason, promise);
  });
}
