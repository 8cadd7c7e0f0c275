import { createCipheriv, createDecipheriv, createHash, pbkdf2, randomBytes } from "node:crypto";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { EngineError } from "../errors";
import { faultCode } from "./disk";
import type { Passphrase } from "./types";

const ITERATIONS = 1_000_000;
const KEY_BYTES = 32;
const SALT_BYTES = 8;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** Part of every salt, encrypted, to recognise a wrong passphrase. */
const PROOF = "pulumi";

const derive = promisify(pbkdf2);
/** Keys by salt and passphrase. A derivation takes half a second of CPU. */
const derivedKeys = new Map<string, Promise<Buffer>>();

/**
 * Encrypts and decrypts secrets as Pulumi's passphrase provider does: AES-256-GCM with a key of PBKDF2-HMAC-SHA256. A secret
 * of a configuration is an encrypted string, one of a state is encrypted JSON.
 *
 * @see https://github.com/pulumi/pulumi/blob/v3.260.0/pkg/secrets/passphrase/manager.go
 */
export class PassphraseSecrets {
  /** `v1:SALT:v1:NONCE:PROOF`, the value of `encryptionsalt`. */
  readonly salt: string;
  readonly #key: Buffer;
  readonly #known = new Map<string, string>();

  private constructor(salt: string, key: Buffer) {
    this.salt = salt;
    this.#key = key;
  }

  /** Creates a new salt. */
  static async create(passphrase: Passphrase): Promise<PassphraseSecrets> {
    const salt = randomBytes(SALT_BYTES);
    const key = await deriveOnce(passphrase, salt, () => true);
    return new PassphraseSecrets(`v1:${salt.toString("base64")}:${seal(key, PROOF)}`, key);
  }

  /**
   * Derives the key of a salt.
   *
   * @throws {EngineError} `LAB_CONFIG` when the passphrase is wrong for the salt, or the salt is damaged
   */
  static async open(salt: string, passphrase: Passphrase): Promise<PassphraseSecrets> {
    const match = /^v1:([A-Za-z0-9+/=]+):(v1:[A-Za-z0-9+/=]+:[A-Za-z0-9+/=]+)$/.exec(salt);
    const bytes = Buffer.from(match?.[1] ?? "", "base64");
    if (!match?.[2] || bytes.length !== SALT_BYTES) {
      throw new EngineError(
        "LAB_CONFIG",
        `encryptionsalt is ${JSON.stringify(salt)}, expected v1:SALT:v1:NONCE:CIPHERTEXT with a salt of ${SALT_BYTES} bytes`,
      );
    }
    const proof = match[2];
    const isCorrect = (key: Buffer): boolean => unseal(key, proof) === PROOF;
    const key = await deriveOnce(passphrase, bytes, isCorrect);
    if (!isCorrect(key)) {
      throw new EngineError(
        "LAB_CONFIG",
        `incorrect passphrase: the one from ${passphrase.source} does not decrypt the secrets of this stack`,
      );
    }
    return new PassphraseSecrets(salt, key);
  }

  /** Encrypts a string as `v1:NONCE:CIPHERTEXT`; every call returns another ciphertext. */
  encrypt(plaintext: string): string {
    return seal(this.#key, plaintext);
  }

  /** Decrypts a ciphertext. @throws {Error} when it is damaged; the message holds neither plaintext nor ciphertext */
  decrypt(ciphertext: string): string {
    const text = unseal(this.#key, ciphertext);
    if (text === undefined)
      throw new Error("the ciphertext is damaged or was encrypted with another passphrase");
    return text;
  }

  /** Encrypts a resource's secret. An unchanged secret keeps its ciphertext, so that an unchanged state stays the same file. */
  encryptFor(urn: string, plaintext: string): string {
    const known = this.#known.get(`${urn}\n${plaintext}`);
    if (known !== undefined) return known;
    const ciphertext = this.encrypt(plaintext);
    this.#known.set(`${urn}\n${plaintext}`, ciphertext);
    return ciphertext;
  }

  /** Decrypts a resource's secret, and remembers the ciphertext for {@link encryptFor}. */
  decryptFor(urn: string, ciphertext: string): string {
    const text = this.decrypt(ciphertext);
    this.#known.set(`${urn}\n${text}`, ciphertext);
    return text;
  }
}

function deriveOnce(
  passphrase: Passphrase,
  salt: Buffer,
  isCorrect: (key: Buffer) => boolean,
): Promise<Buffer> {
  const name = createHash("sha256").update(salt).update(passphrase.text).digest("hex");
  let key = derivedKeys.get(name);
  if (!key) {
    key = readOrDeriveKey(passphrase, salt, name, isCorrect);
    derivedKeys.set(name, key);
  }
  return key;
}

/** Reads the key from the passphrase's key folder, if that has one that decrypts the proof; otherwise derives and stores it. */
async function readOrDeriveKey(
  { text, keys }: Passphrase,
  salt: Buffer,
  name: string,
  isCorrect: (key: Buffer) => boolean,
): Promise<Buffer> {
  const file = keys === undefined ? undefined : join(keys, name);
  const cachedKey = file === undefined ? undefined : await readFile(file).catch(ignoreMissingFile);
  if (cachedKey?.length === KEY_BYTES && isCorrect(cachedKey)) return cachedKey;
  const key = await derive(text, salt, ITERATIONS, KEY_BYTES, "sha256");
  if (keys !== undefined && file !== undefined) {
    await mkdir(keys, { recursive: true, mode: 0o700 });
    const draft = `${file}.${randomBytes(6).toString("hex")}`;
    await writeFile(draft, key, { mode: 0o600 });
    await rename(draft, file);
  }
  return key;
}

function ignoreMissingFile(error: unknown): undefined {
  if (faultCode(error) !== "ENOENT") throw error;
  return undefined;
}

function seal(key: Buffer, plaintext: string): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv("aes-256-gcm", key, nonce);
  const sealed = Buffer.concat([cipher.update(plaintext, "utf8"), cipher.final(), cipher.getAuthTag()]);
  return `v1:${nonce.toString("base64")}:${sealed.toString("base64")}`;
}

function unseal(key: Buffer, ciphertext: string): string | undefined {
  const [version, nonceText = "", sealedText = "", ...rest] = ciphertext.split(":");
  const nonce = Buffer.from(nonceText, "base64");
  const sealed = Buffer.from(sealedText, "base64");
  if (version !== "v1" || rest.length > 0 || nonce.length !== NONCE_BYTES || sealed.length < TAG_BYTES)
    return undefined;
  const decipher = createDecipheriv("aes-256-gcm", key, nonce, { authTagLength: TAG_BYTES });
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES));
  try {
    const text = decipher.update(sealed.subarray(0, sealed.length - TAG_BYTES));
    return Buffer.concat([text, decipher.final()]).toString("utf8");
  } catch {
    // GCM reports a wrong key and a changed byte in the same way: the tag does not match.
    return undefined;
  }
}
