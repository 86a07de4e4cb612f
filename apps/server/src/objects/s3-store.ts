import { Readable } from "node:stream";
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  S3Client,
  S3ServiceException,
} from "@aws-sdk/client-s3";
import type { S3ClientConfig } from "@aws-sdk/client-s3";
import { Upload } from "@aws-sdk/lib-storage";
import type { ObjectStore } from "./object-store.ts";

/** What `s3://KEY:SECRET@HOST:PORT/BUCKET?region=R&tls=0` says, as the S3 client wants it. */
export function readS3Address(address: string): S3ClientConfig & { bucket: string } {
  const url = new URL(address);
  return {
    bucket: url.pathname.slice(1),
    region: url.searchParams.get("region") ?? "us-east-1",
    endpoint: `${url.searchParams.get("tls") === "0" ? "http" : "https"}://${url.host}`,
    forcePathStyle: true,
    credentials: { accessKeyId: decodeURIComponent(url.username), secretAccessKey: decodeURIComponent(url.password) },
    // Only where S3 itself asks for them: many S3-speaking servers do not know the newer checksums.
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
  };
}

/** Objects in an S3 bucket. Big ones go up in parts of 8 MiB and appear when the last part is there. */
export function openS3Store(address: string): ObjectStore {
  const { bucket, ...settings } = readS3Address(address);
  const client = new S3Client(settings);
  const sizeOf = async (key: string) => {
    try {
      return (await client.send(new HeadObjectCommand({ Bucket: bucket, Key: key }))).ContentLength ?? 0;
    } catch (error) {
      if (error instanceof S3ServiceException && error.$metadata.httpStatusCode === 404) return null;
      throw error;
    }
  };
  return {
    kind: "s3",
    async put(key, body) {
      let bytes = 0;
      const counted = Readable.from(
        (async function* count() {
          for await (const chunk of body as AsyncIterable<Buffer>) {
            bytes += chunk.length;
            yield chunk;
          }
        })(),
      );
      const params = { Bucket: bucket, Key: key, Body: counted };
      await new Upload({ client, params, partSize: 8 * 1024 * 1024, queueSize: 3 }).done();
      return bytes;
    },
    async get(key, range) {
      const bytes = range && `bytes=${range.start}-${range.end ?? ""}`;
      const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key, Range: bytes }));
      return Body as Readable;
    },
    sizeOf,
    async *list() {
      let from: string | undefined;
      do {
        const page = await client.send(new ListObjectsV2Command({ Bucket: bucket, ContinuationToken: from }));
        for (const { Key, LastModified, Size = 0 } of page.Contents ?? [])
          if (Key && LastModified) yield { key: Key, changedAt: LastModified, sizeBytes: Size };
        from = page.NextContinuationToken;
      } while (from);
    },
    async delete(key) {
      await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }));
    },
    async check() {
      await client.send(new HeadBucketCommand({ Bucket: bucket }));
    },
  };
}
