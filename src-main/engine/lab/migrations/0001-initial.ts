/** Datasets, their faces and embeddings, splits and runs. */
import type { Migration } from '../../cases/migrations/migration.ts';

export const initial: Migration = {
  version: 1,
  apply(db) {
    db.exec(`
      CREATE TABLE datasets (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL UNIQUE,
        folder TEXT NOT NULL,
        layout TEXT NOT NULL,
        imported_at TEXT NOT NULL
      ) STRICT;

      CREATE TABLE dataset_items (
        id INTEGER PRIMARY KEY,
        dataset_id INTEGER NOT NULL REFERENCES datasets (id) ON DELETE CASCADE,
        path TEXT NOT NULL,
        kind TEXT NOT NULL CHECK (kind IN ('video', 'pictures')),
        label TEXT NOT NULL CHECK (label IN ('real', 'fake')),
        method TEXT,
        collection TEXT,
        identity TEXT NOT NULL,
        donors TEXT NOT NULL,          -- JSON array
        source TEXT NOT NULL,
        part TEXT CHECK (part IN ('train', 'validation', 'test')),
        size_bytes INTEGER NOT NULL,
        sha256 TEXT NOT NULL,
        frame_hash BLOB,               -- of up to five pictures, 32 bytes each
        duplicate_of INTEGER REFERENCES dataset_items (id),
        duplicate_kind TEXT CHECK (duplicate_kind IN ('same-file', 'alike')),
        UNIQUE (dataset_id, path)
      ) STRICT;
      -- Without it, removing a data set would search all items for each of its own.
      CREATE INDEX dataset_items_by_duplicate ON dataset_items (duplicate_of);

      CREATE TABLE dataset_refusals (
        dataset_id INTEGER NOT NULL REFERENCES datasets (id) ON DELETE CASCADE,
        path TEXT NOT NULL,
        reason TEXT NOT NULL
      ) STRICT;

      CREATE TABLE splits (
        id INTEGER PRIMARY KEY,
        dataset_id INTEGER NOT NULL REFERENCES datasets (id) ON DELETE CASCADE,
        kind TEXT NOT NULL CHECK (kind IN ('official', 'by-identity', 'by-video')),
        seed INTEGER NOT NULL,
        folds INTEGER NOT NULL,
        created_at TEXT NOT NULL,
        UNIQUE (dataset_id, kind, seed, folds)
      ) STRICT;

      CREATE TABLE split_items (
        split_id INTEGER NOT NULL REFERENCES splits (id) ON DELETE CASCADE,
        item_id INTEGER NOT NULL REFERENCES dataset_items (id) ON DELETE CASCADE,
        fold INTEGER NOT NULL,
        group_number INTEGER NOT NULL,
        PRIMARY KEY (split_id, item_id)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX split_items_by_item ON split_items (item_id);

      -- A view is how a clip was looked at: which frames, and after which degradation.
      CREATE TABLE extractions (
        item_id INTEGER NOT NULL REFERENCES dataset_items (id) ON DELETE CASCADE,
        view TEXT NOT NULL,
        error_code TEXT,
        error_message TEXT,
        PRIMARY KEY (item_id, view)
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE faces (
        id INTEGER PRIMARY KEY,
        item_id INTEGER NOT NULL REFERENCES dataset_items (id) ON DELETE CASCADE,
        view TEXT NOT NULL,
        frame_index INTEGER NOT NULL,
        pts_ms REAL NOT NULL,
        crop BLOB NOT NULL,            -- JPEG
        crop_sha256 TEXT NOT NULL,
        landmarks TEXT NOT NULL,       -- JSON, pixels of the crop
        size_px REAL NOT NULL,         -- in the frame
        UNIQUE (item_id, view, frame_index)
      ) STRICT;
      CREATE INDEX faces_by_crop ON faces (crop_sha256);

      CREATE TABLE embeddings (
        crop_sha256 TEXT NOT NULL,
        model_sha256 TEXT NOT NULL,
        source_sha256 TEXT NOT NULL,   -- the stored crop that it was made from, as it is or augmented
        vector BLOB NOT NULL,          -- float32, little endian
        PRIMARY KEY (crop_sha256, model_sha256)
      ) STRICT, WITHOUT ROWID;

      CREATE INDEX embeddings_by_source ON embeddings (source_sha256);

      CREATE TABLE runs (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL,
        kind TEXT NOT NULL,
        dataset_id INTEGER NOT NULL REFERENCES datasets (id),
        split_id INTEGER NOT NULL REFERENCES splits (id),
        parameters TEXT NOT NULL,      -- JSON
        embedder_sha256 TEXT NOT NULL, -- a name may come to mean another network
        identity_sha256 TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('queued', 'running', 'paused', 'done', 'failed', 'cancelled')),
        backend TEXT,
        process_id INTEGER,            -- of the process that runs it
        created_at TEXT NOT NULL,
        finished_at TEXT,
        error_code TEXT,
        error_message TEXT,
        result TEXT                    -- JSON
      ) STRICT;

      CREATE TABLE run_epochs (
        run_id INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
        stage TEXT NOT NULL,
        epoch INTEGER NOT NULL,
        loss REAL NOT NULL,
        accuracy REAL NOT NULL,
        validation_loss REAL,
        validation_accuracy REAL,
        PRIMARY KEY (run_id, stage, epoch)
      ) STRICT, WITHOUT ROWID;

      -- Where a stage goes on after a stop: its newest epoch, or its result once it has ended.
      CREATE TABLE run_checkpoints (
        run_id INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
        stage TEXT NOT NULL,
        epoch INTEGER NOT NULL,
        state BLOB NOT NULL,
        PRIMARY KEY (run_id, stage)
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE run_log (
        run_id INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
        at TEXT NOT NULL,
        line TEXT NOT NULL
      ) STRICT;
    `);
  },
};
