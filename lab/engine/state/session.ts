import { randomUUID } from "node:crypto";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EngineError, messageOf } from "../errors";
import { STACK_TYPE } from "../values/urn";
import type { Properties } from "../values/values";
import { writeAtomically } from "./atomic-write";
import { codecOf, encodeDeployment, renderCheckpoint } from "./checkpoint";
import { type Disk, removeIfThere } from "./disk";
import { verifyIntegrity } from "./integrity";
import { batchLine, headerLine } from "./journal";
import { JournalWriter } from "./journal-writer";
import type { StackFiles } from "./layout";
import type { Lock } from "./lock";
import { MutableDeployment } from "./mutable-deployment";
import type { Deployment } from "./resource";
import { encodeResource, type SecretCodec } from "./resource-codec";
import type { PassphraseSecrets } from "./secrets";
import { digestOf, type Sidecar } from "./sidecar";
import type { JournalRecord, SessionEnd, StateSession, UpdateSummary } from "./types";
import { recordUpdate, writeCheckpoint } from "./write-checkpoint";

/** Time between two checks of the lock, in ms: short enough for a person who removes it by hand. */
const LOCK_CHECK_INTERVAL_MS = 250;

/** Everything that a session starts with. */
export interface SessionStart {
  readonly disk: Disk;
  readonly files: StackFiles;
  readonly lock: Lock;
  readonly secrets: PassphraseSecrets;
  readonly base: Deployment;
  /** sha256 of the base's checkpoint. */
  readonly sha256: string;
  readonly sidecar: Sidecar;
  readonly notices: string[];
  readonly now: () => Date;
}

/** The session of a {@link FileBackend}. */
export class FileSession implements StateSession {
  readonly project: string;
  readonly stack: string;
  readonly base: Deployment;
  readonly salt: string;
  readonly #start: SessionStart;
  readonly #id: string;
  readonly #codec: SecretCodec;
  readonly #model: MutableDeployment;
  readonly #writer: JournalWriter;
  readonly #emergencyPath: string;
  #sidecar: Sidecar;
  #lines = 0;
  #emergency: Promise<string> | undefined;
  #invalidRecord: Error | undefined;
  #isEnded = false;

  private constructor(start: SessionStart, id: string, writer: JournalWriter) {
    this.#start = start;
    this.#id = id;
    this.#writer = writer;
    this.#codec = codecOf(start.secrets);
    this.#model = new MutableDeployment(start.base);
    this.#sidecar = start.sidecar;
    this.project = start.files.project;
    this.stack = start.files.stack;
    this.base = start.base;
    this.salt = start.secrets.salt;
    this.#emergencyPath = join(tmpdir(), `archipelago-${this.project}-${this.stack}-${id.slice(0, 8)}.json`);
  }

  /** Creates the journal, which also proves that the folder can be written. */
  static async start(start: SessionStart): Promise<FileSession> {
    const { disk, files, lock, sidecar, secrets } = start;
    const id = randomUUID();
    const header = headerLine({
      format: 1,
      id,
      project: files.project,
      stack: files.stack,
      base: start.sha256,
      serial: sidecar.current.serial,
      salt: secrets.salt,
    });
    let lastCheck = Number.NEGATIVE_INFINITY;
    const writer = await JournalWriter.create(disk, files.journal, files.folder, header, async () => {
      if (performance.now() - lastCheck < LOCK_CHECK_INTERVAL_MS) return;
      await lock.assertHeld();
      lastCheck = performance.now();
    });
    return new FileSession(start, id, writer);
  }

  get notices(): readonly string[] {
    return this.#start.notices;
  }

  get serial(): number {
    return this.#sidecar.current.serial;
  }

  async append(records: readonly JournalRecord[]): Promise<void> {
    if (this.#isEnded) throw new Error(`${this.stack}: append was called after the session had ended`);
    if (records.length === 0) return;
    const line = batchLine(this.#id, this.#lines + 1, records, this.#codec);
    this.#apply(records);
    this.#lines++;
    try {
      await this.#writer.append(line);
    } catch (error) {
      throw await this.#withEmergencyCopy(error);
    }
  }

  current(): Deployment {
    return this.#model.deployment();
  }

  async close(end: SessionEnd = {}): Promise<void> {
    if (this.#isEnded) throw new Error(`${this.stack}: close was called after the session had ended`);
    const { lock, disk, files } = this.#start;
    try {
      if (end.outputs) await this.#setOutputs(end.outputs);
      this.#isEnded = true;
      await this.#writer.end();
      if (this.#writer.failure) throw await this.#withEmergencyCopy(this.#writer.failure, true);
      if (this.#invalidRecord) throw this.#invalidRecord;
      await lock.assertHeld();
      const text = await this.#compact();
      await removeIfThere(disk, files.journal);
      await this.#record(text, end.update);
    } finally {
      this.#isEnded = true;
      await this.#writer.end();
      await lock.release();
    }
  }

  async abandon(): Promise<void> {
    if (this.#isEnded) return;
    this.#isEnded = true;
    try {
      await this.#writer.end();
      if (this.#writer.failure) await this.#saveEmergencyCopy(true);
    } finally {
      await this.#start.lock.release();
    }
  }

  /** Applies records in memory. After an invalid one, which is a bug of the caller, nothing more is written. */
  #apply(records: readonly JournalRecord[]): void {
    if (this.#invalidRecord) throw this.#invalidRecord;
    try {
      for (const record of records) this.#model.apply(record);
    } catch (error) {
      this.#invalidRecord = error instanceof Error ? error : new Error(String(error));
      throw error;
    }
  }

  /** Appends the outputs to the journal, so that a failed write of the checkpoint does not lose them. */
  async #setOutputs(outputs: Properties): Promise<void> {
    const root = this.#model.find((resource) => resource.type === STACK_TYPE && !resource.delete);
    if (!root)
      throw new Error(`${this.stack}: outputs are set and there is no resource of type ${STACK_TYPE}`);
    const resource = { ...root.resource, outputs };
    const [before, after] = [root.resource, resource].map((state) =>
      JSON.stringify(encodeResource(state, this.#codec)),
    );
    if (before !== after) await this.append([{ kind: "put", key: root.key, resource }]);
  }

  /** Writes the checkpoint. @returns its text, undefined when the state has not changed */
  async #compact(): Promise<string | undefined> {
    const { disk, files, now, notices } = this.#start;
    const deployment = this.#model.deployment();
    const faults = verifyIntegrity(deployment);
    if (faults.length > 0) {
      throw new EngineError(
        "LAB_STATE",
        `${files.checkpoint}: the checkpoint is not written, since its resources break the integrity rules; the journal is kept\n${faults.join("\n")}`,
      );
    }
    const encoding = encodeDeployment(deployment, this.#codec);
    const digests = encoding.resources.map(digestOf);
    if (this.#isUnchanged(digests, deployment)) return undefined;
    const { project, stack } = files;
    const text = renderCheckpoint(encoding, { project, stack, time: now().toISOString(), salt: this.salt });
    const tokens = deployment.pendingOperations.map(({ token }) => token ?? null);
    const entry = { serial: this.serial + 1, digests, tokens };
    try {
      this.#sidecar = await writeCheckpoint(
        disk,
        files,
        text,
        entry,
        this.#sidecar,
        this.#start.sha256,
        notices,
      );
    } catch (error) {
      throw await this.#withEmergencyCopy(error);
    }
    return text;
  }

  /** Whether the checkpoint on disk holds this deployment. It then keeps its time and its serial. */
  #isUnchanged(digests: readonly string[], deployment: Deployment): boolean {
    const { sha256 } = this.#start;
    const { current } = this.#sidecar;
    if (sha256 === "" || sha256 !== current.sha256) return false;
    if (deployment.pendingOperations.length + this.base.pendingOperations.length > 0) return false;
    return (
      digests.length === current.digests.length && digests.every((digest, i) => digest === current.digests[i])
    );
  }

  async #record(text: string | undefined, update: UpdateSummary | undefined): Promise<void> {
    const { disk, files, notices } = this.#start;
    await recordUpdate(disk, files, text === undefined ? undefined : Buffer.from(text), update, notices);
  }

  async #withEmergencyCopy(error: unknown, again = false): Promise<EngineError> {
    const hint = await this.#saveEmergencyCopy(again);
    return new EngineError("LAB_STATE", `${messageOf(error)}\n${hint}`);
  }

  /** Writes the deployment in memory to a folder that is usually on another disk. Never throws: it only adds to an error. */
  #saveEmergencyCopy(again: boolean): Promise<string> {
    if (!this.#emergency || again)
      this.#emergency = (this.#emergency ?? Promise.resolve()).then(() => this.#write());
    return this.#emergency;
  }

  async #write(): Promise<string> {
    const { disk, files, now } = this.#start;
    try {
      const encoding = encodeDeployment(this.#model.deployment(), this.#codec);
      const { project, stack } = files;
      const text = renderCheckpoint(encoding, { project, stack, time: now().toISOString(), salt: this.salt });
      await writeAtomically(disk, this.#emergencyPath, Buffer.from(text));
    } catch (error) {
      return `the emergency copy could not be written either; ${messageOf(error)}`;
    }
    const command = `archipelago stack restore ${this.stack} --from ${this.#emergencyPath}`;
    return `the old state and its journal are untouched; the current state is in ${this.#emergencyPath}; restore it with: ${command}`;
  }
}
