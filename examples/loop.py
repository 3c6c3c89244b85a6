# Loop: add up some prices
def total(prices):
    result = 0
    for price in prices:
        result += price
    return result


print(total([3, 4, 5]))
