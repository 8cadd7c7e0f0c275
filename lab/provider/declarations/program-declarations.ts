import type { Declaration } from "../../aws/declaration";
import { Declarations } from "./declarations";
import { findSdk, type SdkPackage } from "./source";

/** The declarations of the SDK that the program loads. The program's folder is known only after the handshake. */
export class ProgramDeclarations {
  #sdk: SdkPackage;
  #declarations: Declarations;

  /** @param directories where the program may be */
  constructor(directories: readonly string[]) {
    this.#sdk = findSdk(directories);
    this.#declarations = new Declarations(this.#sdk);
  }

  /** Version of the SDK. */
  get version(): string {
    return this.#sdk.version;
  }

  /** The declaration of a type token, or undefined when the SDK has no such type. */
  get(token: string): Declaration | undefined {
    return this.#declarations.get(token);
  }

  /** Switches to the SDK of a program in one of the directories. */
  use(directories: readonly string[]): void {
    const sdk = findSdk(directories);
    if (sdk.folder === this.#sdk.folder) return;
    this.#sdk = sdk;
    this.#declarations = new Declarations(sdk);
  }
}
