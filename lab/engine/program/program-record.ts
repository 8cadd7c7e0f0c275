import type { Properties } from "../values/values";

/** A resource that the program declares, by type and name. */
export interface Declared {
  readonly type: string;
  readonly name: string;
}

/** Everything that the program has reported about itself so far. */
export class ProgramRecord {
  readonly #declared: Declared[] = [];
  #rootUrn = "";
  #stackOutputs: Properties | undefined;
  #isDone = false;

  /** URN of the root of the stack; empty before the program has registered it. */
  get rootUrn(): string {
    return this.#rootUrn;
  }

  /** Resources that the program has declared, whether or not it came to register them. */
  get declared(): readonly Declared[] {
    return this.#declared;
  }

  /** Outputs of the stack; undefined before the program has given them. */
  get stackOutputs(): Properties | undefined {
    return this.#stackOutputs;
  }

  /** Whether the program has reported that it is done. */
  get isDone(): boolean {
    return this.#isDone;
  }

  setRootUrn(urn: string): void {
    this.#rootUrn = urn;
  }

  declare(resources: readonly Declared[]): void {
    this.#declared.push(...resources);
  }

  setStackOutputs(outputs: Properties): void {
    this.#stackOutputs = outputs;
  }

  markDone(): void {
    this.#isDone = true;
  }
}
