"""Trains a small network on scikit-learn's digits, as a SageMaker training script.

The script contract: hyperparameters come as arguments, data lies in SM_CHANNEL_TRAIN, what
should be kept goes to SM_MODEL_DIR.
"""

import argparse
import os
import pickle
from pathlib import Path

import numpy as np
from sklearn.neural_network import MLPClassifier

parser = argparse.ArgumentParser()
parser.add_argument("--epochs", type=int, default=20)
parser.add_argument("--hidden", type=int, default=64)
parser.add_argument("--learning-rate", type=float, default=0.001)
options = parser.parse_args()

with np.load(Path(os.environ["SM_CHANNEL_TRAIN"]) / "digits.npz") as data:
    images, digits = data["images"], data["digits"]
print(f"{len(images)} images of {images.shape[1]} pixels")

order = np.random.default_rng(0).permutation(len(images))
held_out, training = order[:300], order[300:]
network = MLPClassifier((options.hidden,), learning_rate_init=options.learning_rate, random_state=0)
for epoch in range(1, options.epochs + 1):
    for batch in np.array_split(training, len(training) // 64):
        network.partial_fit(images[batch], digits[batch], classes=range(10))
    accuracy = network.score(images[held_out], digits[held_out])
    print(f"epoch {epoch}: loss={network.loss_:.4f} accuracy={accuracy:.4f}")

with open(Path(os.environ["SM_MODEL_DIR"]) / "network.pkl", "wb") as file:
    pickle.dump(network, file)
