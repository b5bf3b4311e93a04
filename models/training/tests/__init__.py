"""Run by test/integration/training-recipe.test.ts, or by hand: python3 -m unittest discover -t . -s tests"""
