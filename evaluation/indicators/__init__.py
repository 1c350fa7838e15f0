"""What is measured (指标): passages of a case, the measures counted from them, and the arithmetic of rates and scores. Pure."""
